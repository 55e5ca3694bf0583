extension Register {
    /// The file's content: a few lines of words, then a line `SUM  PATH<TAB>STAMP` for each file.
    var text: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((files.count + 8) * 160)
        func line(_ parts: String...) {
            for part in parts { text.append(contentsOf: part.utf8) }
            text.append(UInt8(ascii: "\n"))
        }
        line(Self.heading)
        line("gate\t", gate)
        for (name, stamp) in generated.sorted(by: { $0.key < $1.key }) { line("generated\t", name, "\t", stamp.text) }
        for (path, entry) in files { line(entry.sum, "  ", path, "\t", entry.stamp.text) }
        return text
    }

    private static let heading = "# written by postern: what each file of the policy held; do not edit"

    /// Reads a file's content; `nil` where it is none of ours, and all files are read again.
    init?(parsing bytes: [UInt8]) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"))[...]
        guard let first = lines.popFirst(), first.elementsEqual(Self.heading.utf8) else { return nil }
        guard let second = lines.popFirst(), second.starts(with: "gate\t".utf8) else { return nil }
        self.init(gate: String(decoding: second.dropFirst(5), as: UTF8.self))
        files.reserveCapacity(lines.count)
        for line in lines {
            let fields = line.split(separator: UInt8(ascii: "\t"))
            guard let last = fields.last, let stamp = Stamp(last) else { return nil }
            if fields.count == 3, fields[0].elementsEqual("generated".utf8) {
                generated[String(decoding: fields[1], as: UTF8.self)] = stamp
                continue
            }
            guard fields.count == 2, fields[0].count > 66 else { return nil }
            let path = String(decoding: fields[0].dropFirst(66), as: UTF8.self)
            files[path] = Entry(sum: String(decoding: fields[0].prefix(64), as: UTF8.self), stamp: stamp)
        }
    }
}

extension Stamp {
    /// Reads four numbers; `nil` where they are none.
    fileprivate init?(_ text: ArraySlice<UInt8>) {
        var numbers: [Int64] = []
        var (number, isNegative) = (Int64(0), false)
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number &* 10 &+ Int64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: " "):
                numbers.append(isNegative ? -number : number)
                (number, isNegative) = (0, false)
            default: return nil
            }
        }
        numbers.append(isNegative ? -number : number)
        guard numbers.count == 4 else { return nil }
        self.init(size: numbers[0], modified: numbers[1], changed: numbers[2], inode: numbers[3])
    }
}
