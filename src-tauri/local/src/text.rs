//! Bytes as they come from tokens, given on as whole characters.

/// Bytes that are the beginning of a character.
#[derive(Debug, Default)]
pub(crate) struct Characters(Vec<u8>);

impl Characters {
    /// Takes the bytes of a token and gives the characters that are whole now. What is no UTF-8 becomes U+FFFD.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> String {
        self.0.extend_from_slice(bytes);
        let mut text = String::new();
        let mut rest = self.0.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(whole) => {
                    text.push_str(whole);
                    rest = &[];
                }
                Err(error) => {
                    let (whole, after) = rest.split_at(error.valid_up_to());
                    text.push_str(&String::from_utf8_lossy(whole));
                    rest = after;
                    if let Some(bad) = error.error_len() {
                        text.push(char::REPLACEMENT_CHARACTER);
                        rest = rest.get(bad..).unwrap_or_default();
                        continue;
                    }
                }
            }
            break;
        }
        self.0 = rest.to_vec();
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Characters;

    #[test]
    fn characters_cut_anywhere_come_whole() {
        let said = "Olá, você está aí? 🌱 não";
        for at in 0..said.len() {
            let mut characters = Characters::default();
            let (one, two) = said.as_bytes().split_at(at);
            assert_eq!(characters.take(one) + &characters.take(two), said);
        }
        let mut characters = Characters::default();
        assert_eq!(said.bytes().map(|byte| characters.take(&[byte])).collect::<String>(), said);
    }

    #[test]
    fn what_is_no_character_becomes_a_mark() {
        let mut characters = Characters::default();
        assert_eq!(characters.take(b"a\xffb\xc3"), "a\u{fffd}b");
        assert_eq!(characters.take(b"(c"), "\u{fffd}(c");
    }
}
