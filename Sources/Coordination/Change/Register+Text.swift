extension Register {
    /// The file's content: a few lines of words, then a line `SUM  PATH<TAB>STAMP` for each file.
    var text: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((files.rows.count + 8) * 160)
        func line(_ parts: String...) {
            for part in parts { text.append(contentsOf: part.utf8) }
            text.append(UInt8(ascii: "\n"))
        }
        line(Self.heading)
        line("gate\t", gate)
        for (name, stamp) in generated.sorted(by: { $0.key < $1.key }) { line("generated\t", name, "\t", stamp.text) }
        line("policy\t", written)
        for (path, entry) in files.rows {
            text.append(contentsOf: entry.sum.utf8)
            text.append(contentsOf: "  ".utf8)
            text.append(contentsOf: path.utf8)
            text.append(UInt8(ascii: "\t"))
            entry.stamp.append(to: &text)
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    private static let heading = "# written by postern: what each file of the policy held; do not edit"

    /// Reads a file's content; `nil` where it is none of ours, and all files are read again.
    init?(parsing bytes: [UInt8]) {
        var lines = Lines(bytes)
        guard let first = lines.next(), first.elementsEqual(Self.heading.utf8) else { return nil }
        guard let second = lines.next(), second.starts(with: "gate\t".utf8) else { return nil }
        self.init(gate: String(decoding: second.dropFirst(5), as: UTF8.self))
        files.reserve(bytes.count / 128)
        while let line = lines.next() {
            // Most lines by far: 64 digits, two spaces, the path, a tab, the stamp.
            if line.count > 67, line[line.startIndex + 64] == UInt8(ascii: " "),
                let tab = line.lastIndex(of: UInt8(ascii: "\t")), let stamp = Stamp(line[(tab + 1)...])
            {
                let path = String(decoding: line[(line.startIndex + 66)..<tab], as: UTF8.self)
                files.add(path, Entry(sum: String(decoding: line.prefix(64), as: UTF8.self), stamp: stamp))
                continue
            }
            if line.starts(with: "policy\t".utf8) {
                written = String(decoding: line.dropFirst(7), as: UTF8.self)
                continue
            }
            let fields = line.split(separator: UInt8(ascii: "\t"))
            guard let last = fields.last, let stamp = Stamp(last) else { return nil }
            guard fields.count == 3, fields[0].elementsEqual("generated".utf8) else { return nil }
            generated[String(decoding: fields[1], as: UTF8.self)] = stamp
        }
    }
}

extension Stamp {
    /// Reads four numbers; `nil` where they are none.
    fileprivate init?(_ text: ArraySlice<UInt8>) {
        var index = text.startIndex
        func next() -> Int64? {
            var (number, digits, isNegative) = (Int64(0), 0, false)
            while index < text.endIndex, text[index] != UInt8(ascii: " ") {
                switch text[index] {
                case UInt8(ascii: "0")...UInt8(ascii: "9"):
                    number = number &* 10 &+ Int64(text[index] - UInt8(ascii: "0"))
                    digits += 1
                case UInt8(ascii: "-") where digits == 0: isNegative = true
                default: return nil
                }
                index += 1
            }
            index += 1
            return digits == 0 ? nil : isNegative ? 0 &- number : number
        }
        guard let size = next(), let modified = next(), let changed = next(), let inode = next(),
            index == text.endIndex + 1
        else { return nil }
        self.init(size: size, modified: modified, changed: changed, inode: inode)
    }

    /// Adds ``text``, for many of them.
    fileprivate func append(to text: inout [UInt8]) {
        Self.append(size, to: &text)
        text.append(UInt8(ascii: " "))
        Self.append(modified, to: &text)
        text.append(UInt8(ascii: " "))
        Self.append(changed, to: &text)
        text.append(UInt8(ascii: " "))
        Self.append(inode, to: &text)
    }

    private static func append(_ number: Int64, to text: inout [UInt8]) {
        if number < 0 { text.append(UInt8(ascii: "-")) }
        let start = text.count
        var rest = number.magnitude
        repeat {
            text.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        text[start...].reverse()
    }
}
