//! What left this computer.

wire! {
    /// One request over the network.
    pub struct Request {
        pub id: i64,
        pub left_at: i64,
        /// The day it left, where it left.
        pub day: String,
        pub time: String,
        pub host: String,
        /// Whether it only went to this computer itself.
        pub local: bool,
        /// Empty where no model was meant.
        pub model: String,
        /// `answer`, `memory`, `test`, `list`, `download`.
        pub purpose: String,
        /// `open`, `whole`, `stopped`, `failed`, `cut_off`.
        pub state: String,
        /// `ModelErrorKind` in snake_case.
        pub failure: Option<String>,
        /// Bytes of the bodies, headers not counted.
        pub bytes_out: u64,
        pub bytes_in: u64,
        pub tokens_out: Option<u32>,
        pub tokens_in: Option<u32>,
        /// US dollars, where known.
        pub cost: Option<f64>,
        pub millis: u32,
        /// Whether its exact text is still held.
        pub held: bool,
    }
    pub struct LedgerArgs {
        /// Words of host, model or purpose; empty for all.
        pub query: String,
        /// Whether requests that only went to this computer itself are shown, too.
        pub with_local: bool,
        /// Only older ones than this.
        pub before: Option<i64>,
    }
    pub struct LedgerPage {
        pub requests: Vec<Request>,
        pub has_more: bool,
    }
    /// The sum of a day, `2026-11-22`, or of a month, `2026-11`.
    pub struct Total {
        pub period: String,
        pub requests: u32,
        pub bytes_out: u64,
        pub bytes_in: u64,
        pub tokens_out: u64,
        pub tokens_in: u64,
        pub cost: f64,
        /// Requests whose cost isn't known.
        pub unpriced: u32,
    }
    pub struct TotalsArgs { pub query: String, pub with_local: bool }
    pub struct Totals {
        /// Newest first; the last 62 days with requests.
        pub days: Vec<Total>,
        /// Newest first.
        pub months: Vec<Total>,
        /// This month's known cost, of all requests.
        pub this_month: f64,
        pub limit: Option<f64>,
    }
    pub struct RequestArgs { pub request: i64 }
    /// The exact text of one of the last twenty requests, in memory only.
    pub struct ExactText { pub text: String }
    pub enum LedgerFormat { Csv, Json }
    pub struct LedgerExportArgs { pub format: LedgerFormat, pub path: String }
}
