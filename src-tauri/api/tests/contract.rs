//! `ui/src/ipc/wire.ts` says what `wire.rs` and `doors.rs` say.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use samantha_api::{doors, wire};
use std::path::Path;
use ts_rs::TS;

fn typescript() -> String {
    let mut out = String::from(
        "// Written from src-tauri/api/src/wire.rs and doors.rs by `UPDATE_WIRE=1 cargo test -p samantha-api`. Do not edit.\n",
    );
    let config = ts_rs::Config::from_env();
    macro_rules! add {
        ($($name:ident),* $(,)?) => { $( out.push_str(&format!("\nexport {}\n", wire::$name::decl(&config))); )* };
    }
    add!(
        ApiError,
        Speaker,
        TurnState,
        AnsweredBy,
        Turn,
        Picture,
        PictureEdit,
        PictureArgs,
        PictureSize,
        PictureDataArgs,
        PictureData,
        Version,
        Page,
        PageFrom,
        PageArgs,
        SearchArgs,
        Hit,
        Hits,
        TurnArgs,
        ProfileArgs,
        TextArgs,
        NameArgs,
        Deleted,
        Sent,
        SentMessage,
        Language,
        Theme,
        Settings,
        SettingsChange,
        Whereto,
        PicturesGo,
        AlsoGo,
        Family,
        Price,
        KeyState,
        Profile,
        Facts,
        ProfileEdit,
        Role,
        ChooseArgs,
        Announcement,
        Side,
        Chosen,
        KeepKey,
        KeyArgs,
        Found,
        ModelsArgs,
        Offered,
        TestArgs,
        Tested,
        Source,
        Provider,
        CatalogueModel,
        Shelf,
        KeptFor,
        LocalModel,
        LocalState,
        LocalArgs,
        PathArgs,
        Request,
        LedgerArgs,
        LedgerPage,
        Total,
        TotalsArgs,
        Totals,
        RequestArgs,
        ExactText,
        LedgerFormat,
        LedgerExportArgs,
        FactKind,
        FactState,
        MadeBy,
        About,
        Fact,
        ReceiptRole,
        Receipt,
        FactDetail,
        FactsArgs,
        KindCount,
        FactPage,
        FactArgs,
        FactEdit,
        FactChange,
        MergeArgs,
        Settled,
        SettleArgs,
        Person,
        PersonArgs,
        PersonChange,
        Avoided,
        AvoidedArgs,
        Recalled,
        Why,
        OnArgs,
        WishKind,
        WishState,
        Wish,
        WishTurn,
        ConfirmArgs,
        Meaning,
        MeaningState,
        HelpArgs,
        HelpLine,
        HelpLines,
        Copy,
        ExportFormat,
        ExportArgs,
        Exported,
        Trouble,
        Opening,
        Nothing,
        Converse,
        Delta,
        Waiting,
        Event,
    );
    out.push_str(&format!("\nexport {}\n", doors::Door::<(), ()>::decl(&config)));
    out.push_str(&format!("\nexport {}\n", doors::Doors::decl(&config)));
    out
}

#[test]
fn the_typescript_contract_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/ipc/wire.ts");
    let now = typescript();
    if std::env::var_os("UPDATE_WIRE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        kept.replace("\r\n", "\n"),
        now,
        "run UPDATE_WIRE=1 cargo test -p samantha-api --test contract"
    );
}
