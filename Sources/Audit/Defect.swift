/// Something that is not as it should be.
public struct Defect: Hashable, Sendable, CustomStringConvertible {
    /// What kind of damage it is.
    public let damage: Damage
    /// The first row that it is about, where it is about rows.
    public let row: UInt64?
    /// What it is, for a person: lower case, no full stop, nothing unescaped.
    public let text: String

    init(_ damage: Damage, row: UInt64? = nil, _ text: String) {
        self.damage = damage
        self.row = row
        self.text = text
    }

    /// The kind and the text, for example `changed: row 7 is not the row that was sealed`.
    public var description: String { "\(damage.rawValue): \(text)" }
}
