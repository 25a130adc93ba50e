namespace Simulator.Scenarios;
