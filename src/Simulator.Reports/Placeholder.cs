namespace Simulator.Reports;
