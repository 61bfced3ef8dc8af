//! Help lines, copies, exports, and what keeps her from opening.

wire! {
    pub struct HelpArgs {
        /// Two letters; `null` uses the setting, else the system's region.
        pub country: Option<String>,
    }
    pub struct HelpLine {
        pub country: String,
        pub name: String,
        pub call: Option<String>,
        pub text: Option<String>,
        pub chat: Option<String>,
        pub hours: Option<String>,
        pub free: bool,
        pub also: Vec<String>,
        pub emergency: Vec<String>,
    }
    pub struct HelpLines {
        /// The country the lines are for; `null` when there are none for it.
        pub country: Option<String>,
        pub lines: Vec<HelpLine>,
        /// Web pages that find a line anywhere.
        pub elsewhere: Vec<String>,
        /// Every country with lines: two letters.
        pub countries: Vec<String>,
    }

    /// A copy of the database.
    pub struct Copy {
        /// Its file name, which names it in `restore_copy`.
        pub name: String,
        pub made_at: i64,
        pub bytes: u64,
        pub turns: u64,
        /// Whether it opened whole when it was last looked at.
        pub whole: bool,
        /// Why it was made: `daily`, `asked`, `migration`.
        pub reason: String,
    }

    pub enum ExportFormat { Markdown, Json }
    pub struct ExportArgs { pub format: ExportFormat, pub path: String }
    /// `turns`: how many were written; of the ledger, requests.
    pub struct Exported { pub path: String, pub turns: u64 }

    /// Why she could not open, and what can be done.
    pub struct Trouble {
        /// `damaged`, `newer`, `in_use`, `read_only`, `disk_full`, `broken`.
        pub code: String,
        pub message: String,
        /// The data folder.
        pub folder: String,
        /// Good copies, newest first.
        pub copies: Vec<Copy>,
    }
}
