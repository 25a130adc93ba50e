namespace Simulator.Models;
