import Glibc
import Peer
import Testing
import Trial

@Suite("Prune on a disk that fills up") struct PruneSpaceTests {
    /// Half of each pack is in use, so that prune has to write the other half anew; on a file system of its own.
    private static let size = "300m"

    @Test("It fails and says what is to be done, the repository is sound, and with room again it does its work")
    func outOfSpace() async throws {
        let gateway = try await Maintained(Maintained.onlyNewest)
        let trial = gateway.trial
        let storage = "\(trial.folder)/storage"
        try await trial.run("sh", ["-euc", Self.moving(storage)]).required()
        defer { _ = unsafe umount2(storage, Int32(MNT_DETACH)) }
        let files = "\(trial.folder)/files"
        let mixed = """
            mkdir -p \(files)
            for n in $(seq 120); do head -c 1000000 /dev/urandom >\(files)/$n; done
            """
        try await trial.run("sh", ["-euc", mixed]).required()
        try await trial.restic(as: "web1", ["backup", files]).required()
        try await trial.run("sh", ["-euc", "for n in $(seq 1 2 119); do rm \(files)/$n; done"]).required()
        try await trial.restic(as: "web1", ["backup", files]).required()
        try await trial.postern("forget", "web1").required()
        let before = try await gateway.snapshots()

        async let filling = trial.run("sh", ["-c", Self.filling(storage)])
        let prune = try await trial.postern("prune", "web1")
        try await filling.required()
        #expect(prune.status == .exited(1), "\(prune)")
        #expect(prune.error.contains("no space is left"), "\(prune)")
        #expect(prune.error.contains("postern: hint: "), "\(prune)")
        #expect(try await gateway.snapshots() == before)
        try await gateway.expectWhole("out of space")

        try await trial.run("rm", ["\(storage)/filler"]).required()
        let packs = try await gateway.packs()
        try await trial.postern("prune", "web1").required()
        #expect(try await gateway.packs() < packs)
        try await gateway.expectWhole("with room again")
    }

    /// The storage moves to a file system of its own; what cannot be mounted fails here.
    private static func moving(_ storage: String) -> String {
        """
        cp -a \(storage) \(storage).moved
        mount -t tmpfs -o mode=0700,size=\(size) tmpfs \(storage)
        cp -a \(storage).moved/. \(storage)/
        """
    }

    /// Once a pack is being written, or the first is there, nothing is left for the others.
    private static func filling(_ storage: String) -> String {
        """
        head -c 60000000 /dev/zero >\(storage)/filler
        for try in $(seq 20000); do
            if [ -n "$(find \(storage)/web1/tmp \(storage)/web1/data -newer \(storage)/filler -size +100k)" ]; then
                head -c 1000000000 /dev/zero >>\(storage)/filler 2>/dev/null
                exit 0
            fi
            sleep 0.002
        done
        exit 1
        """
    }
}
