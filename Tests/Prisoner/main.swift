internal import Glibc

guard let terms = Terms(Array(CommandLine.arguments.dropFirst())) else { exit(Answer.badTerms) }
do {
    exit(try Sentence.serve(terms))
} catch {
    print("the prisoner could not be led in: \(error)")
    exit(Answer.badTerms)
}
