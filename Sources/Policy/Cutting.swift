extension String {
    /// What lies before and behind the first `mark`; `nil` where there is none. The standard library's search for it
    /// would bring its regular expressions into every program.
    func cut(at mark: String) -> (before: Substring, behind: Substring)? {
        var place = startIndex
        while place != endIndex {
            let rest = self[place...]
            if rest.hasPrefix(mark) { return (self[..<place], rest.dropFirst(mark.count)) }
            formIndex(after: &place)
        }
        return nil
    }
}
