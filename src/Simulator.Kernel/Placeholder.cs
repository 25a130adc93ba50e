namespace Simulator.Kernel;
