using Simulator;

using var signals = new StopSignals();
return Cli.Invoke(args, Terminal.OfProcess(), signals.Stopped);
