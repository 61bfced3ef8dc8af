//! The one match: every command of the page, a line each.

use crate::{Api, wire::*};
use serde_json::Value;

macro_rules! doors {
    ($($(#[$doc:meta])* $name:ident($args:ty) -> $reply:ty = $function:path;)*) => {
        /// For TypeScript only: the arguments and the reply of every command.
        #[derive(ts_rs::TS)]
        #[allow(dead_code)]
        pub struct Doors { $( $(#[$doc])* pub $name: Door<$args, $reply>, )* }

        /// Answers a command by name.
        ///
        /// # Errors
        /// `unknown_command`, `bad_arguments`, or the error of the command itself.
        pub async fn call(api: &Api, name: &str, args: Value) -> Result<Value, ApiError> {
            match name {
                $( stringify!($name) => {
                    let args: $args = serde_json::from_value(args).map_err(bad_arguments)?;
                    let reply: $reply = $function(api, args).await.map_err(|e| crate::error::on_the_wire(&e))?;
                    serde_json::to_value(reply).map_err(bad_arguments)
                } )*
                _ => Err(ApiError { code: "unknown_command".into(), message: name.into() }),
            }
        }
    };
}

/// For TypeScript only.
#[derive(ts_rs::TS)]
#[allow(dead_code)]
pub struct Door<A, R> {
    pub args: A,
    pub reply: R,
}

/// What was expected, without what came: that may be words said, and this goes to the log.
#[allow(clippy::needless_pass_by_value)]
fn bad_arguments(error: serde_json::Error) -> ApiError {
    let message = error.to_string();
    let expected = message.rfind(", expected ").and_then(|at| message.get(at + 2..));
    let missing = Some(message.as_str()).filter(|message| message.starts_with("missing field"));
    let message = missing.or(expected).unwrap_or("not as agreed").to_owned();
    ApiError { code: "bad_arguments".into(), message }
}

doors! {
    /// Everything the first paint needs.
    open(Nothing) -> Opening = crate::opening::open;
    page(PageArgs) -> Page = crate::talk::page;
    search(SearchArgs) -> Hits = crate::talk::search;
    versions(TurnArgs) -> Vec<Version> = crate::talk::versions;
    delete_turn(TurnArgs) -> Deleted = crate::talk::delete_turn;
    restore_turn(TurnArgs) -> () = crate::talk::restore_turn;
    /// What was sent to the model for this answer; `null` when it isn't held any more, or nothing was sent.
    sent(TurnArgs) -> Option<Sent> = crate::talk::sent;
    save_draft(TextArgs) -> () = crate::talk::save_draft;
    /// Stops the answer being made. Nothing happens when there is none.
    stop(Nothing) -> () = crate::talk::stop;
    settings(Nothing) -> Settings = crate::settings::settings;
    change_settings(SettingsChange) -> Settings = crate::settings::change_settings;
    whereto(Nothing) -> Whereto = crate::settings::whereto;
    help_lines(HelpArgs) -> HelpLines = crate::settings::help_lines;
    profiles(Nothing) -> Vec<Profile> = crate::models::profiles;
    save_profile(ProfileEdit) -> Profile = crate::models::save_profile;
    /// Removes it and its key.
    remove_profile(ProfileArgs) -> () = crate::models::remove_profile;
    discover(Nothing) -> Vec<Found> = crate::models::discover;
    list_models(ModelsArgs) -> Vec<Offered> = crate::models::list_models;
    test_connection(TestArgs) -> Tested = crate::models::test_connection;
    save_key(KeyArgs) -> KeyState = crate::models::save_key;
    remove_key(ProfileArgs) -> KeyState = crate::models::remove_key;
    /// What a choice would feel like, before it is made.
    announce(ChooseArgs) -> Announcement = crate::models::announce;
    /// Makes it.
    choose(ChooseArgs) -> Chosen = crate::models::choose;
    /// The providers and models that are known, with their figures' sources.
    catalogue(Nothing) -> Vec<Provider> = crate::catalogue::catalogue;
    shelf(Nothing) -> Shelf = crate::shelf::shelf;
    /// Begins a download, or goes on with one; `shelfChanged` tells the rest.
    download_model(LocalArgs) -> () = crate::shelf::download_model;
    /// What came stays.
    pause_download(LocalArgs) -> () = crate::shelf::pause_download;
    /// Removes the file, or what came of it. A file of the person's own is only taken off the list.
    remove_model(LocalArgs) -> () = crate::shelf::remove_model;
    /// A GGUF file of the person's own, where it lies; it is first loaded in a program of its own.
    add_model_file(PathArgs) -> LocalModel = crate::shelf::add_model_file;
    /// A profile for a file that is here: the one there is, or a new one.
    local_profile(LocalArgs) -> Profile = crate::shelf::local_profile;
    ledger(LedgerArgs) -> LedgerPage = crate::ledger::ledger;
    ledger_totals(TotalsArgs) -> Totals = crate::ledger::ledger_totals;
    /// `null` when it isn't held any more.
    exact_text(RequestArgs) -> Option<ExactText> = crate::ledger::exact_text;
    export_ledger(LedgerExportArgs) -> Exported = crate::ledger::export_ledger;
    add_picture(PictureEdit) -> Picture = crate::pictures::add_picture;
    /// Takes a picture off the draft; no byte of it stays.
    drop_picture(PictureArgs) -> () = crate::pictures::drop_picture;
    picture(PictureDataArgs) -> PictureData = crate::pictures::picture;
    facts(FactsArgs) -> FactPage = crate::memory::facts;
    fact(FactArgs) -> FactDetail = crate::memory::fact;
    add_fact(FactEdit) -> Fact = crate::memory::add_fact;
    /// Another text corrects it: the reply is then another fact, and the old one its past.
    change_fact(FactChange) -> Fact = crate::memory::change_fact;
    merge_facts(MergeArgs) -> Fact = crate::memory::merge_facts;
    /// Decides a doubt.
    settle(SettleArgs) -> Fact = crate::memory::settle;
    /// Only the fact; the words it stands on stay.
    forget_fact(FactArgs) -> Deleted = crate::memory::forget_fact;
    restore_fact(FactArgs) -> () = crate::memory::restore_fact;
    people(Nothing) -> Vec<Person> = crate::memory::people;
    change_person(PersonChange) -> Person = crate::memory::change_person;
    merge_people(MergeArgs) -> Person = crate::memory::merge_people;
    /// With all facts of theirs.
    forget_person(PersonArgs) -> Deleted = crate::memory::forget_person;
    restore_person(PersonArgs) -> () = crate::memory::restore_person;
    avoided(Nothing) -> Vec<Avoided> = crate::remembering::avoided;
    avoid(TextArgs) -> Avoided = crate::remembering::avoid;
    /// It may be brought up again.
    allow(AvoidedArgs) -> () = crate::remembering::allow;
    /// What an answer was given to remember.
    recalled(TurnArgs) -> Vec<Recalled> = crate::remembering::recalled;
    /// Takes back what the words of a turn asked of her memory.
    undo_wish(TurnArgs) -> () = crate::remembering::undo_wish;
    /// Forgets what is confirmed of what the words of a turn asked to forget.
    confirm_wish(ConfirmArgs) -> Deleted = crate::remembering::confirm_wish;
    meaning(Nothing) -> Meaning = crate::remembering::meaning;
    /// While on, nothing that is said is kept. Turning it off lets go of what was said meanwhile.
    set_off_record(OnArgs) -> () = crate::remembering::set_off_record;
    copies(Nothing) -> Vec<Copy> = crate::safety::copies;
    make_copy(Nothing) -> Copy = crate::safety::make_copy;
    /// Sets the present database aside (never deletes it) and opens this copy in its place.
    restore_copy(NameArgs) -> Opening = crate::safety::restore_copy;
    /// Sets a database that won't open aside (never deletes it) and begins an empty life.
    begin_anew(Nothing) -> Opening = crate::safety::begin_anew;
    /// Tries to open again: after the disk was emptied, the other Samantha closed.
    try_again(Nothing) -> Opening = crate::safety::try_again;
    export(ExportArgs) -> Exported = crate::safety::export;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message_of<T: serde::de::DeserializeOwned + std::fmt::Debug>(args: Value) -> String {
        bad_arguments(serde_json::from_value::<T>(args).unwrap_err()).message
    }

    #[test]
    fn what_is_said_of_wrong_arguments_holds_nothing_of_them() {
        for args in [
            serde_json::json!({"turn": "a palavra, expected jabuticaba"}),
            serde_json::json!("a palavra jabuticaba"),
            serde_json::json!({"jabuticaba": 1}),
        ] {
            let message = message_of::<TurnArgs>(args);
            assert!(!message.contains("jabuticaba"), "{message}");
        }
        assert_eq!(message_of::<TurnArgs>(serde_json::json!({})), "missing field `turn`");
        assert_eq!(message_of::<TurnArgs>(serde_json::json!({"turn": "x"})), "expected i64");
        let picture = message_of::<PictureDataArgs>(serde_json::json!({"picture": 1, "size": "jabuticaba"}));
        assert!(picture.starts_with("expected ") && !picture.contains("jabuticaba"), "{picture}");
    }
}
