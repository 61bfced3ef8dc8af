//! The two languages, and the words the core itself says (notifications, exports, the prompt): Fluent, the same
//! syntax as the page's.

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A language she speaks. Equals, not a main one and a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    #[serde(rename = "pt-BR")]
    PtBr,
    #[serde(rename = "en")]
    En,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::PtBr, Self::En];

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::PtBr => "pt-BR",
            Self::En => "en",
        }
    }

    /// Reads a BCP 47 tag or a POSIX locale; anything Portuguese is [`Language::PtBr`], all else English.
    pub fn of_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("pt") { Self::PtBr } else { Self::En }
    }

    /// The system's.
    pub fn of_system() -> Self {
        sys_locale::get_locale().map_or(Self::En, |tag| Self::of_tag(&tag))
    }
}

/// The system's region in two upper-case letters, where its locale names one.
pub fn region_of_system() -> Option<String> {
    let locale = sys_locale::get_locale()?;
    let part = locale.split(['-', '_', '.']).skip(1).find(|part| part.len() == 2)?;
    part.bytes().all(|b| b.is_ascii_alphabetic()).then(|| part.to_ascii_uppercase())
}

type Bundle = FluentBundle<FluentResource>;

static PT_BR: LazyLock<Bundle> =
    LazyLock::new(|| bundle(Language::PtBr, include_str!("../locales/pt-BR.ftl")));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::En, include_str!("../locales/en.ftl")));

fn bundle(language: Language, source: &str) -> Bundle {
    let tag = language.tag().parse::<unic_langid::LanguageIdentifier>().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    // A mistake in the file is caught by the tests; what could be read is used.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
    bundle.add_resource_overriding(resource);
    bundle
}

/// The words of `key` in `language`, with `args` put in. A key that isn't there gives the key itself.
pub fn text(language: Language, key: &str, args: &[(&str, &str)]) -> String {
    let bundle = match language {
        Language::PtBr => &*PT_BR,
        Language::En => &*EN,
    };
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let mut fluent_args = FluentArgs::new();
    for (name, value) in args {
        fluent_args.set(*name, *value);
    }
    let mut errors = Vec::new();
    bundle.format_pattern(pattern, Some(&fluent_args), &mut errors).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(source: &str) -> BTreeSet<String> {
        FluentResource::try_new(source.to_owned()).expect("the file parses");
        let lines =
            source.lines().map(|line| if line.ends_with('=') { format!("{line} ") } else { line.to_owned() });
        lines
            .collect::<Vec<_>>()
            .iter()
            .filter_map(|line| line.split_once(" ="))
            .filter(|(key, _)| !key.starts_with([' ', '#']))
            .map(|(key, _)| key.to_owned())
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_keys() {
        let (pt, en) = (include_str!("../locales/pt-BR.ftl"), include_str!("../locales/en.ftl"));
        assert_eq!(keys(pt), keys(en));
        assert!(!keys(pt).is_empty());
    }

    #[test]
    fn a_tag_gives_a_language() {
        assert_eq!(Language::of_tag("pt_BR.UTF-8"), Language::PtBr);
        assert_eq!(Language::of_tag("en-GB"), Language::En);
        assert_eq!(Language::of_tag("de"), Language::En);
    }
}
