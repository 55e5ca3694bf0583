/// Asks before something that cannot be undone.
enum Question {
    /// Asks, and goes on only after a yes.
    ///
    /// - Throws: ``Complaint`` where the answer is another one, or there is nobody to ask.
    static func ask(_ question: String, _ world: World) throws(Complaint) {
        guard let answer = world.answer("\(question) [y/N] ") else {
            throw Complaint("nobody is there to be asked", hint: "give --yes where a script does this")
        }
        guard ["y", "yes"].contains(answer.lowercased()) else { throw Complaint("nothing was done") }
    }
}
