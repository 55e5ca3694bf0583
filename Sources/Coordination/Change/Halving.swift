extension Array {
    /// Where the elements begin that do not come before something, in an array that is sorted so; found by halving.
    ///
    /// - Parameter isBefore: true for the elements up to there, and false from there on.
    /// - Returns: the index of the first for which it is false; the count where there is none.
    func start(after isBefore: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
