public import Contract
import Foundation
public import Testing

@Suite("The contract")
struct ContractTests {
    @Test("Our gate passes", arguments: Contract.chapters.flatMap(\.cases).filter { !$0.isLong })
    func passes(_ one: Case) async {
        switch await Attempts.verdict(of: one) {
        case .holds: break
        case .broken(let what): Issue.record("\(what)")
        case .notApplicable(let why): Issue.record("not tried: \(why)", severity: .warning)
        }
    }

    @Test("No two cases have the same sentence")
    func sentences() {
        let names = Contract.chapters.flatMap(\.cases).map(\.name)
        #expect(Set(names).count == names.count)
    }
}

extension Case: CustomTestStringConvertible {
    /// The sentence.
    public var testDescription: String { name }
}

/// Tries some cases at a time on threads of their own: most of a case's time is waiting for other programs.
enum Attempts {
    private static let queue = {
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 6
        return queue
    }()

    static func verdict(of one: Case) async -> Verdict {
        await withCheckedContinuation { continuation in
            queue.addOperation { continuation.resume(returning: one.verdict(on: Postern())) }
        }
    }
}
