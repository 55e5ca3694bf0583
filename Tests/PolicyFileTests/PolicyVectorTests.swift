import PolicyFile
import Testing

@Suite("A policy's files") struct PolicyVectorTests {
    @Test("are taken, or refused with the file, the line and a hint", arguments: try PolicyVector.all())
    func checks(_ vector: PolicyVector) throws {
        let policy = try ScratchPolicy(vector.files)
        if vector.files[PlacesIndex.name] == nil { try policy.writeIndex() }
        let problems = policy.folder.check()
        guard vector.expect != "ok" else {
            #expect(problems.isEmpty)
            return
        }
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.description.hasPrefix("\(policy.path)/\(vector.expect)"))
        if let hint = vector.hint { #expect(problem.hint?.contains(hint) == true) }
    }
}
