//! Takes away what a model thinks before it speaks: some servers put it into the answer itself, between
//! `<think>` and `</think>`, and only at its beginning. Thoughts are no words said, so they are not shown.

const OPENS: &str = "<think>";
const CLOSES: &str = "</think>";

/// What an answer still begins with.
#[derive(Debug)]
pub(crate) enum Thinking {
    /// Nothing but white space and perhaps the beginning of `<think>` came.
    Undecided(String),
    /// Inside; what may be the beginning of `</think>`.
    Inside(String),
    /// The thoughts ended; white space after them is theirs.
    After,
    /// The answer itself.
    Over,
}

impl Default for Thinking {
    fn default() -> Self {
        Self::Undecided(String::new())
    }
}

impl Thinking {
    /// Takes a part of the answer and gives what of it, and of parts held back, is to be shown.
    pub(crate) fn pass(&mut self, part: String) -> String {
        match self {
            Self::Over => part,
            Self::Undecided(held) => {
                held.push_str(&part);
                let begin = held.trim_start();
                if let Some(rest) = begin.strip_prefix(OPENS) {
                    let rest = rest.to_owned();
                    *self = Self::Inside(String::new());
                    self.pass(rest)
                } else if OPENS.starts_with(begin) && held.len() < 64 {
                    String::new()
                } else {
                    let shown = std::mem::take(held);
                    *self = Self::Over;
                    shown
                }
            }
            Self::Inside(held) => {
                held.push_str(&part);
                if let Some((_, rest)) = held.split_once(CLOSES) {
                    let rest = rest.to_owned();
                    *self = Self::After;
                    return self.pass(rest);
                }
                // Only what can still become the end is kept.
                let kept =
                    (1..CLOSES.len()).rev().find(|&n| CLOSES.get(..n).is_some_and(|c| held.ends_with(c)));
                held.drain(..held.len() - kept.unwrap_or(0));
                String::new()
            }
            Self::After => {
                let shown = part.trim_start();
                if shown.is_empty() {
                    return String::new();
                }
                let shown = shown.to_owned();
                *self = Self::Over;
                shown
            }
        }
    }

    /// Whether thoughts came.
    pub(crate) fn thought(&self) -> bool {
        matches!(self, Self::Inside(_) | Self::After)
    }

    /// The answer ended: gives what was held back and turned out to be words.
    pub(crate) fn finish(&mut self) -> String {
        match std::mem::replace(self, Self::Over) {
            Self::Undecided(held) => held,
            Self::Inside(_) | Self::After | Self::Over => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
        let mut thinking = Thinking::default();
        let mut shown: String = parts.into_iter().map(|part| thinking.pass(part.to_owned())).collect();
        shown.push_str(&thinking.finish());
        shown
    }

    #[test]
    fn thoughts_at_the_beginning_are_not_shown() {
        assert_eq!(shown(["<think>hm</think>\n\nHello"]), "Hello");
        assert_eq!(
            shown(["\n<thi", "nk>h < </thin", "</th", "ink>", " ", "\n", "Hello ", "you"]),
            "Hello you"
        );
        assert_eq!(shown(["<think>never ends"]), "");
    }

    #[test]
    fn everything_else_is_shown() {
        for text in ["Hello", " Hello", "<thin", "<thing>", "a <think>b</think>", "", "  ", "<", "</think>"] {
            assert_eq!(shown([text]), text);
        }
        let spaces = " ".repeat(100);
        assert_eq!(shown([spaces.as_str(), "x"]), spaces + "x");
    }

    proptest! {
        #[test]
        fn wherever_it_is_cut_the_same_is_shown(text in "[ \n]{0,3}(<think>)?[ab<>/think ]{0,20}(</think>)?[ab ã<]{0,9}", cut in 0usize..40) {
            let cut = text.floor_char_boundary(cut);
            let each: Vec<String> = text.chars().map(String::from).collect();
            prop_assert_eq!(shown([&text[..cut], &text[cut..]]), shown([text.as_str()]));
            prop_assert_eq!(shown(each.iter().map(String::as_str)), shown([text.as_str()]));
        }
    }
}
