internal import Policy

/// A value, and the line on which it stands.
struct Located<Value> {
    let value: Value
    let line: Int
}

extension Form where Value == Located<Place> {
    static var place: Form {
        Form { (entry) throws(Complaints) in
            let text = try entry.text()
            do throws(PlaceError) {
                return Located(value: try Place(parsing: text), line: entry.line)
            } catch {
                throw entry.complaint("\"\(shown(text))\" is not a place", hint: shown(error.description))
            }
        }
    }
}

extension Form where Value == PlaceGlob {
    static var placeGlob: Form {
        Form { (entry) throws(Complaints) in
            let text = try entry.text()
            do throws(PlaceError) {
                return try PlaceGlob(parsing: text)
            } catch {
                throw entry.complaint("\"\(shown(text))\" is not a pattern of places", hint: shown(error.description))
            }
        }
    }
}
