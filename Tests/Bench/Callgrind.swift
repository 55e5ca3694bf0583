/// valgrind's callgrind, with a program around ours that confines itself.
struct Callgrind {
    private let folder: String

    /// Builds what takes the sandbox away, in a folder.
    init(in folder: String) throws {
        self.folder = folder
        for (program, package) in [("valgrind", "valgrind"), ("prlimit", "util-linux"), ("cc", "gcc libc6-dev")] {
            guard Tool.firstLine([program, "--version"]) != nil else {
                throw Trouble("\(program) is missing; run: apt-get install \(package)")
            }
        }
        let source = "\(#filePath.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" })/gateway/unconfined.c"
        try Tool.run(["cc", "-shared", "-fPIC", "-O1", "-o", "\(folder)/unconfined.so", source])
    }

    /// What runs a program so; what each function cost goes to a file, where one is named.
    func conduct(writing file: String = "/dev/null") -> Conduct {
        var conduct = Conduct()
        conduct.prefix = [
            "/usr/bin/env", "LD_PRELOAD=\(folder)/unconfined.so", "/usr/bin/prlimit", "--nofile=256:256",
            "/usr/bin/valgrind", "--tool=callgrind", "--demangle=no", "--callgrind-out-file=\(file)",
        ]
        return conduct
    }
}
