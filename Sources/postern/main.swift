internal import Coordination
internal import Glibc

exit(Coordinator.run(Array(CommandLine.arguments.dropFirst()), in: .ofThisProcess()))
