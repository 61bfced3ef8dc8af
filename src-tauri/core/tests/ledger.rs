//! The ledger: rows before anything leaves, limits, what is found, summed, told and written out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use chrono::TimeDelta;
use chrono_tz::Tz;
use samantha_core::{
    clock::Clock,
    event::Events,
    id::RequestId,
    ledger::{EVER, Format, Ledger, Looking, Request, State, close_left_open, export, page, told, totals},
    locale::Language,
    ports::{End, Leaving, ModelErrorKind, Outcome, Price, Purpose, Usage, Watch as _},
    settings::{self, Change},
    store::{Store, StoreOptions},
    testing::FakeClock,
};
use std::sync::Arc;

struct Life {
    folder: tempfile::TempDir,
    store: Arc<Store>,
    clock: Arc<FakeClock>,
    ledger: Ledger,
}

impl Life {
    fn begin() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap())
    }

    fn in_folder(folder: tempfile::TempDir) -> Self {
        let clock = FakeClock::at("2026-11-22T21:07:00-03:00");
        let store = Arc::new(Store::open(folder.path(), &StoreOptions::default(), clock.now()).unwrap());
        let as_clock = Arc::clone(&clock) as Arc<dyn Clock>;
        let ledger = Ledger::start(Arc::clone(&store), Events::default(), as_clock);
        Self { folder, store, clock, ledger }
    }

    async fn send(&self, request: Leaving, outcome: Outcome) -> RequestId {
        let id = self.ledger.leaving(request).await.unwrap();
        self.ledger.over(id, outcome);
        id
    }

    async fn found(&self, query: &str, with_local: bool) -> Vec<Request> {
        self.ledger.settled().await;
        let looking = Looking { query: query.to_owned(), with_local };
        self.store.read(move |c| page(c, &looking, None)).await.unwrap().requests
    }

    /// Everything there is, the newest first.
    async fn rows(&self) -> Vec<Request> {
        self.found("", true).await
    }

    async fn limit(&self, limit: Option<f64>) {
        let change = Change { monthly_limit: Some(limit), ..Change::default() };
        self.store.write(move |tx| settings::change(tx, &change)).await.unwrap();
    }

    async fn refused(&self, request: Leaving) -> Option<ModelErrorKind> {
        self.ledger.leaving(request).await.err().map(|error| error.kind)
    }
}

fn leaving(host: &str) -> Leaving {
    Leaving {
        host: host.to_owned(),
        local: false,
        model: "gpt-4.1-mini".to_owned(),
        purpose: Purpose::Answer,
        body: br#"{"messages":[{"content":"o segredo da goiabeira"}]}"#.as_slice().into(),
        price: Some(Price { out: 2.0, back: 8.0 }),
    }
}

fn local() -> Leaving {
    Leaving { local: true, price: None, ..leaving("127.0.0.1") }
}

fn whole(tokens_out: Option<u32>, tokens_in: Option<u32>, cost: Option<f64>) -> Outcome {
    Outcome {
        bytes_in: 345,
        usage: Usage { tokens_out, tokens_in, cost, ..Usage::default() },
        end: End::Whole,
    }
}

fn costing(dollars: f64) -> Outcome {
    whole(Some(10), Some(10), Some(dollars))
}

#[tokio::test(start_paused = true)]
async fn a_request_is_a_row_before_it_leaves_and_closed_when_it_is_over() {
    let life = Life::begin();
    let id = life.ledger.leaving(leaving("api.example.com")).await.unwrap();
    let row = life.rows().await.remove(0);
    assert_eq!((row.id, row.state, row.cost, row.bytes_in), (id, State::Open, None, 0));
    assert_eq!(
        (row.day.as_str(), row.zone.as_str(), row.left().to_rfc3339().as_str()),
        ("2026-11-22", "America/Sao_Paulo", "2026-11-22T21:07:00-03:00")
    );
    tokio::time::advance(std::time::Duration::from_millis(1_234)).await;
    life.ledger.over(id, whole(Some(1_000), Some(500), None));
    let row = life.rows().await.remove(0);
    assert_eq!((row.state, row.bytes_out, row.bytes_in, row.millis), (State::Whole, 51, 345, 1_234));
    assert_eq!((row.tokens_out, row.tokens_in), (Some(1_000), Some(500)));
    assert!((row.cost.unwrap() - 0.006).abs() < 1e-12, "1,000 at 2 and 500 at 8 dollars a million: {row:?}");
}

#[tokio::test]
async fn what_nobody_said_stays_unknown() {
    let life = Life::begin();
    life.send(leaving("a.example"), whole(None, Some(5), None)).await;
    life.send(Leaving { price: None, ..leaving("a.example") }, whole(Some(1), Some(5), None)).await;
    life.send(leaving("a.example"), whole(Some(1), Some(5), Some(0.25))).await;
    life.send(leaving("a.example"), whole(Some(1), Some(5), Some(f64::NAN))).await;
    // Its beginning was counted, and no more.
    let broken = Outcome { end: End::Stopped, ..whole(Some(1), Some(5), None) };
    life.send(leaving("a.example"), broken).await;
    let costs: Vec<_> = life.rows().await.into_iter().rev().map(|row| row.cost).collect();
    assert_eq!(costs, [None, None, Some(0.25), None, None], "the provider's own word comes first");
    let totals = life.store.read(|c| totals(c, &Looking::default())).await.unwrap();
    assert_eq!((totals.days.len(), totals.days[0].requests, totals.days[0].unpriced), (1, 5, 4));
    assert_eq!((totals.months[0].tokens_out, totals.months[0].tokens_in), (4, 25));
    assert_eq!(totals.months[0].period, "2026-11");
}

#[tokio::test]
async fn a_failure_is_kept_with_its_kind_and_a_dropped_request_as_stopped() {
    let life = Life::begin();
    let failed = Outcome { end: End::Failed(ModelErrorKind::Overloaded), ..Outcome::default() };
    life.send(leaving("a.example"), failed).await;
    life.send(leaving("a.example"), Outcome::default()).await;
    let rows = life.rows().await;
    assert_eq!((rows[1].state, rows[1].failure.as_str()), (State::Failed, "overloaded"));
    assert_eq!((rows[0].state, rows[0].failure.as_str()), (State::Stopped, ""));
}

#[tokio::test]
async fn one_that_nobody_waits_for_any_more_never_left_and_is_struck() {
    let life = Life::begin();
    for _ in 0..20 {
        let mut waiting = life.ledger.leaving(leaving("a.example"));
        // Asked for, and dropped at once: before it was written, or after.
        assert!(futures_util::poll!(&mut waiting).is_pending());
        tokio::task::yield_now().await;
        drop(waiting);
    }
    life.ledger.settled().await;
    assert_eq!(life.rows().await, [], "{:?}", life.ledger.held());
    assert_eq!(life.ledger.held(), []);
}

#[tokio::test]
async fn what_a_killed_run_left_open_is_cut_off_at_the_next_opening() {
    let life = Life::begin();
    life.send(leaving("a.example"), costing(0.1)).await;
    life.ledger.leaving(leaving("b.example")).await.unwrap();
    life.ledger.settled().await;
    life.ledger.close().await;
    life.store.close().await.unwrap();
    let Life { folder, store, ledger, .. } = life;
    drop((store, ledger));
    let life = Life::in_folder(folder);
    assert_eq!(life.store.write(close_left_open).await.unwrap(), 1);
    let states: Vec<_> = life.rows().await.into_iter().map(|row| (row.host, row.state)).collect();
    assert_eq!(states, [("b.example".into(), State::CutOff), ("a.example".into(), State::Whole)]);
}

#[tokio::test]
async fn the_limit_counts_what_was_over_a_moment_ago_and_refuses_what_costs() {
    let life = Life::begin();
    life.limit(Some(1.0)).await;
    life.send(leaving("a.example"), costing(0.6)).await;
    life.send(leaving("a.example"), costing(0.6)).await;
    assert_eq!(life.refused(leaving("a.example")).await, Some(ModelErrorKind::Limit));
    for purpose in [Purpose::Memory, Purpose::Test] {
        let request = Leaving { purpose, ..leaving("a.example") };
        assert_eq!(life.refused(request).await, Some(ModelErrorKind::Limit), "{purpose:?}");
    }
    assert_eq!(life.rows().await.len(), 2, "a refused request did not leave: it has no row");
    assert_eq!(life.ledger.held().len(), 2);
    assert_eq!(life.refused(local()).await, None, "it stays on this computer");
    let free = Leaving { price: Some(Price { out: 0.0, back: 0.0 }), ..leaving("free.example") };
    assert_eq!(life.refused(free).await, None);
    for purpose in [Purpose::List, Purpose::Download] {
        assert_eq!(life.refused(Leaving { purpose, ..leaving("a.example") }).await, None, "{purpose:?}");
    }
    life.limit(Some(1.21)).await;
    assert_eq!(life.refused(leaving("a.example")).await, None);
    life.limit(Some(0.0)).await;
    assert_eq!(life.refused(leaving("a.example")).await, Some(ModelErrorKind::Limit), "nothing that costs");
    life.limit(None).await;
    assert_eq!(life.refused(leaving("a.example")).await, None);
}

#[tokio::test]
async fn a_month_is_the_person_s_own_and_a_new_one_begins_with_nothing_spent() {
    let life = Life::begin();
    life.limit(Some(1.0)).await;
    // Still the 30th in São Paulo, already December in UTC.
    life.clock.set("2026-12-01T01:30:00Z".parse().unwrap());
    life.send(leaving("a.example"), costing(2.0)).await;
    assert_eq!(life.refused(leaving("a.example")).await, Some(ModelErrorKind::Limit));
    assert_eq!(life.rows().await[0].day, "2026-11-30");
    life.clock.step(TimeDelta::hours(2));
    assert_eq!(life.refused(leaving("a.example")).await, None);
    life.clock.set_zone(Tz::Pacific__Honolulu);
    assert_eq!(
        life.refused(leaving("a.example")).await,
        Some(ModelErrorKind::Limit),
        "November again, there"
    );
}

#[tokio::test]
async fn a_ledger_that_can_t_be_written_lets_nothing_leave() {
    let life = Life::begin();
    life.store.write(|tx| Ok(tx.execute_batch("DROP TABLE request")?)).await.unwrap();
    assert_eq!(life.refused(leaving("a.example")).await, Some(ModelErrorKind::Unreachable));
    life.ledger.close().await;
    assert_eq!(life.refused(leaving("a.example")).await, Some(ModelErrorKind::Unreachable));
    life.ledger.over(RequestId(1), Outcome::default());
}

#[tokio::test]
async fn closing_waits_until_all_that_is_over_is_written() {
    let life = Life::begin();
    let mut ids = Vec::new();
    for _ in 0..50 {
        ids.push(life.ledger.leaving(leaving("a.example")).await.unwrap());
    }
    for id in ids {
        life.ledger.over(id, costing(0.01));
    }
    life.ledger.close().await;
    let rows = life.rows().await;
    assert_eq!(rows.len(), 50);
    assert!(rows.iter().all(|row| row.state == State::Whole));
}

#[tokio::test]
async fn no_word_that_was_said_is_in_a_row_or_in_any_file() {
    let life = Life::begin();
    let mut ids = Vec::new();
    for n in 0..30 {
        ids.push(life.send(leaving(&format!("h{n}.example")), costing(0.01)).await);
    }
    assert!(life.ledger.exact_text(ids[29]).unwrap().contains("goiabeira"), "held in memory");
    assert_eq!(life.ledger.exact_text(ids[9]), None, "only the last twenty");
    for row in life.rows().await {
        assert!(!format!("{row:?}").contains("goiabeira"), "{row:?}");
    }
    for file in std::fs::read_dir(life.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
        assert!(!bytes.windows(9).any(|nine| nine == b"goiabeira"));
    }
    life.ledger.forget_texts();
    assert_eq!(life.ledger.exact_text(ids[29]), None);
}

#[tokio::test]
async fn requests_are_found_by_host_model_and_purpose_in_either_language() {
    let life = Life::begin();
    life.send(leaving("api.openai.com"), costing(0.1)).await;
    let memory = Leaving { purpose: Purpose::Memory, model: "50%_off\\".into(), ..leaving("other.example") };
    life.send(memory, costing(0.1)).await;
    life.send(local(), costing(0.0)).await;
    let hosts = |rows: Vec<Request>| rows.into_iter().map(|row| row.host).collect::<Vec<_>>().join(" ");
    for (query, expected) in [
        ("", "other.example api.openai.com"),
        ("OpenAI", "api.openai.com"),
        ("openai mini", "api.openai.com"),
        ("openai 50", ""),
        ("memória", "other.example"),
        ("MEMORIA", "other.example"),
        ("memory", "other.example"),
        ("resposta", "api.openai.com"),
        ("answer", "api.openai.com"),
        ("%", "other.example"),
        ("_", "other.example"),
        ("\\", "other.example"),
        ("'; DROP TABLE request", ""),
    ] {
        assert_eq!(hosts(life.found(query, false).await), expected, "{query}");
    }
    assert_eq!(hosts(life.found("", true).await), "127.0.0.1 other.example api.openai.com");
}

#[tokio::test]
async fn pages_follow_one_another_without_a_gap() {
    let life = Life::begin();
    for n in 0..250 {
        life.send(leaving(&format!("h{n}")), costing(0.0)).await;
    }
    life.ledger.settled().await;
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let looking = Looking::default();
        let found = life.store.read(move |c| page(c, &looking, before)).await.unwrap();
        seen.extend(found.requests.iter().map(|row| row.host.clone()));
        before = found.requests.last().map(|row| row.id);
        if !found.has_more {
            break;
        }
    }
    assert_eq!(seen, (0..250).rev().map(|n| format!("h{n}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn days_and_months_are_summed_the_newest_first() {
    let life = Life::begin();
    for _ in 0..100 {
        life.send(leaving("a.example"), costing(0.25)).await;
        life.send(leaving("b.example"), whole(None, None, None)).await;
        life.send(local(), costing(0.0)).await;
        life.clock.step(TimeDelta::days(1));
    }
    life.ledger.settled().await;
    let of = async |query: &str, with_local| {
        let looking = Looking { query: query.to_owned(), with_local };
        life.store.read(move |c| totals(c, &looking)).await.unwrap()
    };
    let all = of("", false).await;
    assert_eq!((all.days.len(), all.days[0].period.as_str()), (62, "2027-03-01"));
    assert!(all.days.windows(2).all(|two| two[0].period > two[1].period));
    let day = &all.days[0];
    assert_eq!((day.requests, day.bytes_out, day.bytes_in, day.cost, day.unpriced), (2, 102, 690, 0.25, 1));
    let months: Vec<_> =
        all.months.iter().map(|month| (month.period.as_str(), month.requests, month.cost)).collect();
    let expected = [("2027-03", 2, 0.25), ("2027-02", 56, 7.0), ("2027-01", 62, 7.75), ("2026-12", 62, 7.75)];
    assert_eq!((&months[..4], months[4]), (&expected[..], ("2026-11", 18, 2.25)));
    assert_eq!(of("", true).await.months[0].requests, 3);
    let found = of("b.example", true).await;
    assert_eq!((found.months[1].requests, found.months[1].unpriced, found.months[1].tokens_in), (28, 28, 0));
}

#[tokio::test]
async fn an_export_holds_every_row_and_no_formula() {
    let life = Life::begin();
    life.send(leaving("api.example.com"), whole(Some(3), Some(4), Some(0.5))).await;
    let odd = Leaving { model: "=HYPERLINK(\"x\"),y".into(), ..leaving("b.example") };
    life.send(odd, whole(None, None, None)).await;
    life.ledger.settled().await;
    let (csv, json) = (life.folder.path().join("l.csv"), life.folder.path().join("l.json"));
    let (to_csv, to_json, now) = (csv.clone(), json.clone(), life.clock.local());
    let both = life
        .store
        .read(move |c| Ok((export(c, Format::Csv, &to_csv, now)?, export(c, Format::Json, &to_json, now)?)));
    assert_eq!(both.await.unwrap(), (2, 2));
    insta::assert_snapshot!("csv", std::fs::read_to_string(csv).unwrap().replace("\r\n", "⏎\n"));
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(json["requests"][1]["model"], "=HYPERLINK(\"x\"),y");
    assert_eq!(json["requests"][1]["cost_usd"], serde_json::Value::Null);
    assert_eq!(json["requests"][0]["cost_usd"], 0.5);
}

#[tokio::test]
async fn what_left_is_told_exactly_in_both_languages() {
    let life = Life::begin();
    let say = async |from: &'static str, to: &'static str| {
        life.ledger.settled().await;
        let told = |language| life.store.read(move |c| told(c, language, from, to));
        format!("{}\n\n{}", told(Language::En).await.unwrap(), told(Language::PtBr).await.unwrap())
    };
    let (from, to) = EVER;
    assert_eq!(
        say(from, to).await,
        "Since the beginning, nothing left this computer.\n\nDesde o começo, nada saiu deste computador."
    );
    life.send(local(), costing(0.0)).await;
    let stayed = say("2026-11-22", "2026-11-22").await;
    assert!(
        stayed.starts_with("On November 22, 2026, nothing left this computer. 1 request stayed on it."),
        "{stayed}"
    );
    life.send(leaving("api.example.com"), whole(Some(12_000), Some(3_000), None)).await;
    life.clock.step(TimeDelta::days(1));
    life.send(leaving("api.example.com"), whole(None, None, None)).await;
    life.send(
        Leaving { model: String::new(), purpose: Purpose::List, ..leaving("b.example") },
        whole(None, None, None),
    )
    .await;
    insta::assert_snapshot!("told", say("2026-11-01", "2026-11-30").await);
    let today = say("2026-11-23", "2026-11-23").await;
    assert!(today.starts_with("On November 23, 2026, 2 requests left"), "{today}");
}
