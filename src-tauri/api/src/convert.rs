//! From the life's types to the wire's, and back.

use crate::wire;
use samantha_core::{
    care, catalogue,
    conversation::{self, Answer, Speaker, TurnState, search},
    dialogue::running::Waiting,
    event,
    id::ProfileId,
    locale::Language,
    ports::{self, Family, Price},
    profile, settings,
    store::copies,
};

pub(crate) fn speaker(speaker: Speaker) -> wire::Speaker {
    match speaker {
        Speaker::User => wire::Speaker::User,
        Speaker::Companion => wire::Speaker::Companion,
    }
}

fn state(state: TurnState) -> wire::TurnState {
    match state {
        TurnState::Complete => wire::TurnState::Complete,
        TurnState::Streaming => wire::TurnState::Streaming,
        TurnState::Stopped => wire::TurnState::Stopped,
        TurnState::CutOff => wire::TurnState::CutOff,
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

pub(crate) fn answered_by(answer: &Answer) -> wire::AnsweredBy {
    wire::AnsweredBy { model: some(&answer.model), host: some(&answer.host) }
}

pub(crate) fn turn(turn: &conversation::Turn) -> wire::Turn {
    let local = turn.said.local();
    let hers = turn.speaker == Speaker::Companion;
    wire::Turn {
        id: turn.id.0,
        episode: turn.episode.0,
        speaker: speaker(turn.speaker),
        text: turn.text.clone(),
        state: state(turn.state),
        said_at: turn.said.at,
        day: local.format("%Y-%m-%d").to_string(),
        time: local.format("%H:%M").to_string(),
        answered_by: hers.then(|| answered_by(&turn.answer)),
        failure: some(&turn.answer.failure),
        versions: turn.versions,
        reply_to: turn.reply_to.map(|id| id.0),
        forgotten_at: turn.forgotten_at,
        pictures: turn.pictures.iter().map(picture).collect(),
        recalled: turn.recalled,
        wish: None,
        off_record: turn.id.0 < 0,
    }
}

pub(crate) fn picture(picture: &conversation::picture::Kept) -> wire::Picture {
    let (width, height, bytes) = (picture.width, picture.height, picture.bytes);
    wire::Picture { id: picture.id.0, width, height, bytes }
}

pub(crate) fn version(version: &conversation::Version) -> wire::Version {
    wire::Version {
        id: version.id.0,
        text: version.text.clone(),
        state: state(version.state),
        said_at: version.said.at,
        answered_by: Some(answered_by(&version.answer)),
        failure: some(&version.answer.failure),
    }
}

pub(crate) fn hit(hit: &search::Hit) -> wire::Hit {
    let local = hit.turn.said.local();
    // JavaScript counts UTF-16 units.
    let utf16 = |byte: usize| {
        let units = hit.excerpt.get(..byte).map_or(0, |lead| lead.encode_utf16().count());
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    wire::Hit {
        turn: hit.turn.id.0,
        speaker: speaker(hit.turn.speaker),
        said_at: hit.turn.said.at,
        day: local.format("%Y-%m-%d").to_string(),
        time: local.format("%H:%M").to_string(),
        marks: hit.marks.iter().map(|mark| (utf16(mark.start), utf16(mark.end))).collect(),
        excerpt: hit.excerpt.clone(),
    }
}

pub(crate) fn language(language: Language) -> wire::Language {
    match language {
        Language::PtBr => wire::Language::PtBr,
        Language::En => wire::Language::En,
    }
}

fn language_back(language: wire::Language) -> Language {
    match language {
        wire::Language::PtBr => Language::PtBr,
        wire::Language::En => Language::En,
    }
}

pub(crate) fn settings(settings: &settings::Settings) -> wire::Settings {
    wire::Settings {
        chosen_language: settings.chosen_language.map(language),
        language: language(settings.language()),
        theme: match settings.theme {
            settings::Theme::System => wire::Theme::System,
            settings::Theme::Light => wire::Theme::Light,
            settings::Theme::Dark => wire::Theme::Dark,
        },
        welcomed: settings.welcomed,
        notify: settings.notify,
        country: settings.country.clone(),
        companion_name: settings.companion_name.clone(),
        profile: settings.profile.map(|id| id.0),
        quiet_profile: settings.quiet_profile.map(|id| id.0),
        seeing_profile: settings.seeing_profile.map(|id| id.0),
        fallback_profile: settings.fallback_profile.map(|id| id.0),
        monthly_limit: settings.monthly_limit,
        mirror: settings.mirror.clone(),
    }
}

pub(crate) fn change(change: wire::SettingsChange) -> settings::Change {
    settings::Change {
        chosen_language: change.chosen_language.map(|chosen| chosen.map(language_back)),
        theme: change.theme.map(|theme| match theme {
            wire::Theme::System => settings::Theme::System,
            wire::Theme::Light => settings::Theme::Light,
            wire::Theme::Dark => settings::Theme::Dark,
        }),
        welcomed: change.welcomed,
        notify: change.notify,
        country: change.country,
        profile: change.profile.map(|profile| profile.map(ProfileId)),
        quiet_profile: change.quiet_profile.map(|profile| profile.map(ProfileId)),
        seeing_profile: change.seeing_profile.map(|profile| profile.map(ProfileId)),
        fallback_profile: change.fallback_profile.map(|profile| profile.map(ProfileId)),
        monthly_limit: change.monthly_limit,
        mirror: change.mirror,
    }
}

pub(crate) fn waiting(waiting: Waiting) -> wire::Waiting {
    match waiting {
        Waiting::Model(ports::Waiting::Checking { done, total }) => wire::Waiting::Checking { done, total },
        Waiting::Model(ports::Waiting::Loading) => wire::Waiting::Loading {},
        Waiting::Model(ports::Waiting::OnProcessor) => wire::Waiting::OnProcessor {},
        Waiting::Model(ports::Waiting::Reading { done, total }) => wire::Waiting::Reading { done, total },
        Waiting::Again(failed, pause) => wire::Waiting::Again {
            failure: failed.code().to_owned(),
            seconds: u32::try_from(pause.as_millis().div_ceil(1000)).unwrap_or(u32::MAX),
        },
        Waiting::Tool(name) => wire::Waiting::Tool { name },
    }
}

pub(crate) fn family(family: Family) -> wire::Family {
    match family {
        Family::OpenAi => wire::Family::OpenAi,
        Family::Anthropic => wire::Family::Anthropic,
        Family::Gemini => wire::Family::Gemini,
        Family::Ollama => wire::Family::Ollama,
        Family::BuiltIn => wire::Family::BuiltIn,
    }
}

pub(crate) fn family_of(family: &wire::Family) -> Family {
    match family {
        wire::Family::OpenAi => Family::OpenAi,
        wire::Family::Anthropic => Family::Anthropic,
        wire::Family::Gemini => Family::Gemini,
        wire::Family::Ollama => Family::Ollama,
        wire::Family::BuiltIn => Family::BuiltIn,
    }
}

pub(crate) fn facts(facts: profile::Facts) -> wire::Facts {
    let profile::Facts { context, sees, tools, price: cost, size, good_at, trains, retention_days } = facts;
    wire::Facts { context, sees, tools, price: cost.map(price), size, good_at, trains, retention_days }
}

pub(crate) fn sources(sources: Vec<catalogue::Source<'_>>) -> Vec<wire::Source> {
    let source = |source: catalogue::Source<'_>| wire::Source {
        notes: source.notes.into_iter().map(str::to_owned).collect(),
        address: source.address.to_owned(),
        day: source.day.to_string(),
    };
    sources.into_iter().map(source).collect()
}

pub(crate) fn price(price: Price) -> wire::Price {
    wire::Price { out: price.out, back: price.back }
}

pub(crate) fn help(help: &care::HelpLines) -> wire::HelpLines {
    wire::HelpLines {
        country: help.country.clone(),
        lines: help
            .lines
            .iter()
            .map(|line| wire::HelpLine {
                country: line.country.clone(),
                name: line.name.clone(),
                call: line.call.clone(),
                text: line.text.clone(),
                chat: line.chat.clone(),
                hours: line.hours.clone(),
                free: line.free,
                also: line.also.clone(),
                emergency: line.emergency.clone(),
            })
            .collect(),
        elsewhere: help.elsewhere.clone(),
        countries: help.countries.clone(),
    }
}

pub(crate) fn copy(copy: &copies::Copy, look: copies::Look) -> wire::Copy {
    wire::Copy {
        name: copy.name.clone(),
        made_at: copy.made_at.timestamp_millis(),
        bytes: copy.bytes,
        turns: look.turns,
        whole: look.whole,
        reason: copy.reason.code().to_owned(),
    }
}

pub(crate) fn event(event: event::Event) -> wire::Event {
    match event {
        event::Event::TurnsChanged { turns } => {
            wire::Event::TurnsChanged { turns: turns.into_iter().map(|id| id.0).collect() }
        }
        event::Event::AnswerOpened => wire::Event::AnswerOpened {},
        event::Event::SettingsChanged => wire::Event::SettingsChanged {},
        event::Event::CopyMade { whole } => wire::Event::CopyMade { whole },
        event::Event::LedgerChanged => wire::Event::LedgerChanged {},
        event::Event::ShelfChanged => wire::Event::ShelfChanged {},
        event::Event::MemoryChanged => wire::Event::MemoryChanged {},
        event::Event::ReadingProgress => wire::Event::ReadingProgress {},
        event::Event::OffRecordChanged { on } => wire::Event::OffRecordChanged { on },
        event::Event::Overflowed => wire::Event::Overflowed {},
    }
}
