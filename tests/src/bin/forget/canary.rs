//! Words that are said nowhere else: five of them, with accents, and an emoji.

use samantha_tests::Dice;

/// What is said, and must be gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canary {
    pub words: [String; 5],
    pub emoji: String,
}

const BEGINNINGS: [&str; 12] = ["b", "d", "f", "g", "j", "l", "m", "p", "t", "v", "x", "z"];
const BARE: [&str; 5] = ["a", "e", "i", "o", "u"];
const ACCENTED: [&str; 11] = ["á", "â", "ã", "à", "é", "ê", "í", "ó", "ô", "õ", "ú"];
const EMOJI: [&str; 10] = ["🦩", "🪻", "🐡", "🪁", "🧭", "🦜", "🫐", "🪗", "🛶", "🌵"];

impl Canary {
    /// Seven syllables a word, two of them with an accent.
    pub fn hatch(dice: &mut Dice) -> Self {
        let mut word = || {
            let accents = [dice.index(3), 3 + dice.index(3)];
            let mut syllable = |n: usize| {
                let vowel = if accents.contains(&n) { *dice.pick(&ACCENTED) } else { *dice.pick(&BARE) };
                format!("{}{vowel}", dice.pick(&BEGINNINGS))
            };
            (0..7).map(&mut syllable).collect::<String>()
        };
        let words = [word(), word(), word(), word(), word()];
        let emoji = format!("{}{}{}", dice.pick(&EMOJI), dice.pick(&EMOJI), dice.pick(&EMOJI));
        Self { words, emoji }
    }

    /// Said by the person.
    pub fn said(&self, portuguese: bool) -> String {
        let [a, b, c, d, e] = &self.words;
        if portuguese {
            format!("Ontem vi {a} com **{b}** {} e o meu {c}, {} — sem falar do {e}!", self.emoji, capital(d))
        } else {
            format!(
                "Yesterday I saw {a} with **{b}** {} and my {c}, {} — not to speak of {e}!",
                self.emoji,
                capital(d)
            )
        }
    }

    /// Said back by her.
    pub fn quoted(&self, portuguese: bool) -> String {
        let [a, b, c, d, e] = &self.words;
        let before = if portuguese { "Você falou de" } else { "You spoke of" };
        format!("{before} {}, {b}, {c}.\n\n> {d} {} {e}", a.to_uppercase(), self.emoji)
    }

    /// What she understands from it.
    pub fn understood(&self, portuguese: bool) -> String {
        let [a, b, c, d, e] = &self.words;
        let before = if portuguese { "Tem" } else { "Has" };
        format!("{before} {a} {b} {c} {d} {e} {}", self.emoji)
    }

    /// A name for somebody.
    pub fn name(&self) -> String {
        format!("{} {}", capital(&self.words[0]), capital(&self.words[1]))
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
