//! What the ledger says is what a server on the other side saw.

mod behaviour;

use behaviour::{Does, USED, mixed, model_of, script};
use chrono::TimeDelta;
use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture};
use samantha_api::{
    Api,
    wire::{self, Delta, ExactText, Exported, LedgerPage, Profile, Totals},
};
use samantha_core::{
    companion::{Companion, Ports},
    id::RequestId,
    ledger::{self, Looking, Request, State},
    ports::{
        Endpoint, Family, FoundProvider, KeptState, LanguageModel, Leaving, Message, ModelError, Offered,
        Outcome, Picture, Piece, Price, Prompt, Providers, Purpose, Role, Secret, Shelf as _, ToolSpec,
        Watch,
    },
    testing::{Fakes, at_once},
};
use samantha_models::{Bounds, ModelShelf, Offer, RemoteProviders};
use samantha_tests::{
    Dice,
    lives::{call, converse, converse_to_end, say},
    server::{Asked, Exchange, Script, Server},
};
use serde_json::{Value, json};
use std::{collections::HashMap, path::Path, sync::Arc, time::Duration};

fn ports(fakes: &Fakes, providers: impl Providers) -> Ports {
    Ports { providers: Arc::new(providers), ..fakes.ports() }
}

async fn open(home: &Path) -> Companion {
    let ports = ports(&Fakes::default(), RemoteProviders::new());
    Companion::open(home, ports, at_once()).await.unwrap()
}

fn endpoint(family: Family, address: &str, model: &str) -> Endpoint {
    let price = Some(Price { out: 2.0, back: 8.0 });
    Endpoint { family, address: address.to_owned(), model: model.to_owned(), context: None, price }
}

/// Asks, and hears the answer to its end; a stalled one only to its first words. A tool that is asked for is given.
async fn ask(providers: &dyn Providers, endpoint: &Endpoint, does: Does, mut prompt: Prompt) {
    let model = providers.model(endpoint, None);
    loop {
        let mut pieces = model.answer(prompt.clone());
        let mut called = None;
        while let Some(piece) = pieces.next().await {
            match piece {
                Ok(Piece::Text(_)) if does == Does::Stalls => return,
                Ok(Piece::Call(call)) => called = Some(call),
                Ok(_) | Err(_) => {}
            }
        }
        let Some(call) = called else { return };
        let mut asked = Message::said(Role::Assistant, "");
        let mut given = Message::said(Role::Tool, "A goiabeira da avó.");
        given.answers = Some(call.id.clone());
        asked.calls = vec![call];
        prompt.messages.extend([asked, given]);
    }
}

fn prompt(does: Does, purpose: Purpose, words: &str) -> Prompt {
    let mut prompt = Prompt::of(vec![Message::said(Role::User, words)], 200, purpose);
    if does == Does::Calls {
        let parameters = json!({"type": "object", "properties": {"words": {"type": "string"}}});
        prompt.tools = vec![ToolSpec { name: "look".into(), description: "Looks.".into(), parameters }];
    }
    prompt
}

/// Every row, oldest first, once nothing is on its way.
async fn rows(companion: &Companion) -> Vec<Request> {
    loop {
        companion.ledger().settled().await;
        let (mut all, mut before) = (Vec::new(), None);
        loop {
            let looking = Looking { query: String::new(), with_local: true };
            let page = companion.store().read(move |c| ledger::page(c, &looking, before)).await.unwrap();
            before = page.requests.last().map(|request| request.id);
            all.extend(page.requests);
            if !page.has_more {
                break;
            }
        }
        // What was dropped may still be on the way from its task.
        if all.iter().all(|request| request.state != State::Open) {
            all.reverse();
            return all;
        }
        tokio::task::yield_now().await;
    }
}

async fn within<T>(deed: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(120), deed).await.expect("it ends in time")
}

/// Host and bytes of both directions, by model; the requests without one are apart.
fn seen(exchanges: &[Exchange]) -> HashMap<String, Vec<(u64, u64)>> {
    let mut by_model: HashMap<String, Vec<(u64, u64)>> = HashMap::new();
    for exchange in exchanges {
        let bytes = (exchange.asked.body.len() as u64, exchange.replied);
        by_model.entry(model_of(&exchange.asked)).or_default().push(bytes);
    }
    by_model
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_requests_stand_in_the_ledger_as_the_server_saw_them_byte_for_byte() {
    let server = Server::start(0, script).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let companion = open(folder.path()).await;
    let address = server.address();
    let mut dice = Dice::new(2026);
    let mixed = mixed();
    let mut wanted: HashMap<String, (Does, Purpose)> = HashMap::new();
    within(async {
        let mut together = Vec::new();
        for n in 0..190 {
            let (family, does) = mixed[n % mixed.len()];
            let purpose = [Purpose::Answer, Purpose::Memory, Purpose::Test][n % 3];
            let model = format!("{does:?}-{n}");
            let words = "Olá, vó! ☕ \"goiabeira\"\n".repeat(1 + dice.index(40));
            wanted.insert(model.clone(), (does, purpose));
            let (endpoint, prompt) = (endpoint(family, &address, &model), prompt(does, purpose, &words));
            let providers = companion.providers();
            let asking = async move { ask(providers, &endpoint, does, prompt).await };
            // Most one after another, some at once.
            if n % 4 == 0 {
                together.push(asking);
            } else {
                asking.await;
            }
            if n % 16 == 0 {
                let listed = companion.providers().list(Family::OpenAi, &address, None).await;
                assert!(listed.is_ok_and(|models| models.len() == 2));
            }
        }
        futures_util::future::join_all(together).await;
    })
    .await;
    let rows = within(rows(&companion)).await;
    let exchanges = server.exchanges();
    assert!(exchanges.len() >= 200, "{}", exchanges.len());
    assert_eq!(rows.len(), exchanges.len());

    let mut said: HashMap<String, Vec<(u64, u64)>> = HashMap::new();
    for row in &rows {
        assert_eq!((row.host.as_str(), row.local), ("127.0.0.1", true));
        said.entry(row.model.clone()).or_default().push((row.bytes_out, row.bytes_in));
        let Some((does, purpose)) = wanted.get(&row.model) else {
            assert_eq!((row.model.as_str(), row.purpose.as_str(), row.state), ("", "list", State::Whole));
            continue;
        };
        assert_eq!(row.purpose, purpose.code(), "{row:?}");
        assert_eq!((row.state, row.failure.as_str()), does.ends(), "{row:?}");
        let counted = (*does == Does::Streams).then_some(USED);
        if row.state == State::Whole {
            assert_eq!(row.tokens_out.zip(row.tokens_in), counted, "{row:?}");
        }
        assert_eq!(row.cost.is_some(), counted.is_some(), "no cost is made up: {row:?}");
    }
    let mut saw = seen(&exchanges);
    for bytes in said.values_mut().chain(saw.values_mut()) {
        bytes.sort_unstable();
    }
    assert_eq!(said, saw);

    // The texts that are held are what the server was sent, to the byte; no row and no file holds a word of them.
    let held = companion.ledger().held();
    assert_eq!(held.len(), ledger::HELD);
    for id in held {
        let text = companion.ledger().exact_text(id).unwrap();
        assert!(exchanges.iter().any(|exchange| exchange.asked.body == text.as_bytes()), "{text}");
    }
    assert!(!format!("{rows:?}").contains("goiabeira"));
    companion.close().await.unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
        assert!(!bytes.windows(9).any(|nine| nine == b"goiabeira"));
    }
}

#[tokio::test]
async fn a_picture_in_an_exact_text_is_a_note_of_its_size_in_every_family() {
    let server = Server::start(0, script).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let companion = open(folder.path()).await;
    for (n, family) in
        [Family::OpenAi, Family::Anthropic, Family::Gemini, Family::Ollama].into_iter().enumerate()
    {
        let bytes: Vec<u8> =
            b"\x89PNG\r\n\x1a\n".iter().copied().chain((0..=255).cycle()).take(1_001).collect();
        let picture = Picture { media_type: "image/png".into(), bytes: bytes.into() };
        let mut prompt = prompt(Does::Streams, Purpose::Answer, "o que é isto?");
        prompt.messages[0].pictures = vec![picture];
        let endpoint = endpoint(family, &server.address(), "Streams");
        within(ask(companion.providers(), &endpoint, Does::Streams, prompt)).await;
        let row = within(rows(&companion)).await.remove(n);
        let body = &server.exchanges()[n].asked.body;
        let exact = companion.ledger().exact_text(row.id).unwrap();
        assert_eq!(row.bytes_out, body.len() as u64, "{family:?}");
        assert!(body.len() > 1_336 && exact.len() + 1_250 < body.len(), "{family:?}: {exact}");
        assert!(exact.contains("⟨image/png, 1001 bytes⟩") && exact.contains("o que é isto?"), "{exact}");
    }
    companion.close().await.unwrap();
}

#[tokio::test]
async fn a_request_nobody_took_is_in_the_ledger_too() {
    let server = Server::start(0, script).await.unwrap();
    let nobody = server.address();
    drop(server);
    let folder = tempfile::tempdir().unwrap();
    let companion = open(folder.path()).await;
    let endpoint = endpoint(Family::OpenAi, &nobody, "Streams");
    within(ask(companion.providers(), &endpoint, Does::Streams, prompt(Does::Streams, Purpose::Test, "oi")))
        .await;
    let rows = within(rows(&companion)).await;
    assert_eq!((rows.len(), rows[0].bytes_in), (1, 0));
    assert_eq!((rows[0].state, rows[0].failure.as_str()), (State::Failed, "unreachable"));
    companion.close().await.unwrap();
}

#[tokio::test]
async fn a_downloaded_model_is_in_the_ledger_with_every_byte_of_it() {
    let file: Vec<u8> = b"GGUF".iter().copied().cycle().take(300_000).collect();
    let given = file.clone();
    let give = move |asked: &Asked| {
        let whole = Script::reply(200, &[("etag", "\"a\"")], &given);
        if asked.method == "HEAD" { Script::reply(200, &[("etag", "\"a\"")], "") } else { whole }
    };
    let server = Server::start(0, give).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (id, path) = ("small".to_owned(), "someone/small.gguf".to_owned());
    let offer = Offer { id, name: "Small".into(), path, bytes: None, sha256: None };
    let host = format!("http://{}", server.socket_address());
    let bounds = Bounds { free: |_| Some(1 << 40), ..Bounds::default() };
    let probe = Arc::new(|_| async { Ok(()) }.boxed());
    let shelf = ModelShelf::open_with(folder.path(), vec![offer], &host, probe, bounds);
    let mut changed = shelf.changed();
    let fakes = Fakes::default();
    let ports = Ports { shelf: Arc::new(shelf), ..ports(&fakes, RemoteProviders::new()) };
    let companion = Companion::open(folder.path(), ports, at_once()).await.unwrap();
    companion.shelf().download("small", None).await.unwrap();
    within(async {
        while companion.shelf().models().await.unwrap().iter().all(|model| model.state != KeptState::Whole) {
            changed.changed().await.unwrap();
        }
    })
    .await;
    let rows = within(rows(&companion)).await;
    let exchanges = server.exchanges();
    let saw: Vec<_> = exchanges.iter().map(|one| (one.asked.body.len() as u64, one.replied)).collect();
    let said: Vec<_> = rows.iter().map(|row| (row.bytes_out, row.bytes_in)).collect();
    assert_eq!(said, saw);
    assert!(saw.contains(&(0, file.len() as u64)));
    assert!(rows.iter().all(|row| row.purpose == "download" && row.state == State::Whole), "{rows:?}");
    companion.close().await.unwrap();
}

/// Tells the ledger that every request leaves this computer: the server of the test is on it.
struct AsIfAway(RemoteProviders);

struct Away(Arc<dyn Watch>);

impl Watch for Away {
    fn leaving(&self, request: Leaving) -> BoxFuture<'_, Result<RequestId, ModelError>> {
        self.0.leaving(Leaving { local: false, host: "models.example.org".into(), ..request })
    }

    fn over(&self, request: RequestId, outcome: Outcome) {
        self.0.over(request, outcome);
    }
}

impl Providers for AsIfAway {
    fn model(&self, endpoint: &Endpoint, key: Option<Secret>) -> Arc<dyn LanguageModel> {
        self.0.model(endpoint, key)
    }

    fn list<'a>(
        &'a self,
        family: Family,
        address: &'a str,
        key: Option<Secret>,
    ) -> BoxFuture<'a, Result<Vec<Offered>, ModelError>> {
        self.0.list(family, address, key)
    }

    fn discover(&self) -> BoxFuture<'_, Vec<FoundProvider>> {
        async { Vec::new() }.boxed()
    }

    fn count<'a>(&'a self, endpoint: &'a Endpoint, texts: Vec<String>) -> BoxFuture<'a, Option<Vec<u32>>> {
        self.0.count(endpoint, texts)
    }

    fn watch(&self, watch: Arc<dyn Watch>) {
        self.0.watch(Arc::new(Away(watch)));
    }
}

/// A life whose chosen model is on the test's server.
struct Life {
    folder: tempfile::TempDir,
    fakes: Fakes,
    api: Api,
}

impl Life {
    async fn with(server: &Server, model: &str) -> Self {
        let (folder, fakes) = (tempfile::tempdir().unwrap(), Fakes::default());
        let ports = ports(&fakes, AsIfAway(RemoteProviders::new()));
        let api = Api::open_with(folder.path().to_owned(), ports, at_once()).await;
        let edit = json!({"id": null, "name": "", "family": "openAi", "address": server.address(), "model": model,
            "context": null, "sees": null, "tools": false, "price": {"out": 100.0, "back": 1000.0}});
        let profile: Profile = call(&api, "save_profile", edit).await.unwrap();
        let change = json!({"profile": profile.id, "chosenLanguage": "en"});
        let _settings: Value = call(&api, "change_settings", change).await.unwrap();
        Self { folder, fakes, api }
    }

    async fn page(&self) -> Vec<wire::Request> {
        let args = json!({"query": "", "withLocal": false, "before": null});
        call::<LedgerPage>(&self.api, "ledger", args).await.unwrap().requests
    }

    async fn totals(&self) -> Totals {
        call(&self.api, "ledger_totals", json!({"query": "", "withLocal": false})).await.unwrap()
    }
}

#[tokio::test]
async fn a_month_s_limit_sends_nothing_and_the_listener_answers_and_says_why() {
    let server = Server::start(0, script).await.unwrap();
    let life = Life::with(&server, "Streams").await;
    let _settings: Value = call(&life.api, "change_settings", json!({"monthlyLimit": 0.15})).await.unwrap();
    // 1,200 tokens at 100 and 34 at 1,000 dollars a million.
    let each = 0.154;
    within(converse_to_end(&life.api, say("Hello there.").unwrap())).await;
    let totals = life.totals().await;
    assert!((totals.this_month - each).abs() < 1e-9, "{totals:?}");
    assert_eq!((totals.limit, totals.months[0].requests), (Some(0.15), 1));
    let before = server.exchanges().len();

    let deltas = within(converse_to_end(&life.api, say("Are you still there?").unwrap())).await;
    let closed = deltas.iter().find_map(|delta| match delta {
        Delta::Closed { turn: Some(turn), .. } => Some(turn.clone()),
        _ => None,
    });
    let turn = closed.expect("the Listener answers");
    assert_eq!(turn.answered_by.unwrap().model, None);
    assert_eq!(turn.failure.as_deref(), Some("limit"));
    assert_eq!(server.exchanges().len(), before, "nothing was sent");
    assert_eq!(life.page().await.len(), 1, "what was not sent has no row");

    // Asked what left, she says it from the rows.
    let deltas =
        within(converse_to_end(&life.api, say("Did anything leave this computer today?").unwrap())).await;
    let said: String = deltas
        .iter()
        .filter_map(|delta| if let Delta::Piece { text } = delta { Some(text.as_str()) } else { None })
        .collect();
    assert!(said.contains("models.example.org, Streams: 1 request (answer)"), "{said}");
    assert!(said.contains("1,200 tokens sent and 34 received, US$ 0.1540"), "{said}");

    // A new month, a new sum.
    life.fakes.clock.step(TimeDelta::days(30));
    within(converse_to_end(&life.api, say("And now?").unwrap())).await;
    assert_eq!(server.exchanges().len(), before + 1);
    life.api.close().await;
}

#[tokio::test]
async fn an_exact_text_is_looked_at_while_she_runs_and_goes_with_what_was_forgotten() {
    let server = Server::start(0, script).await.unwrap();
    let life = Life::with(&server, "Streams").await;
    let deltas = within(converse_to_end(&life.api, say("The guava tree is a secret.").unwrap())).await;
    let row = life.page().await.remove(0);
    assert!(row.held);
    let args = json!({"request": row.id});
    let exact: Option<ExactText> = call(&life.api, "exact_text", args.clone()).await.unwrap();
    assert_eq!(exact.unwrap().text.as_bytes(), server.exchanges()[0].asked.body);

    let mut events = life.api.events();
    let turn = samantha_tests::lives::kept(&deltas).unwrap().id;
    let _deleted: Value = call(&life.api, "delete_turn", json!({"turn": turn})).await.unwrap();
    life.fakes.clock.step(TimeDelta::seconds(11));
    within(async { while events.next().await != Some(wire::Event::LedgerChanged {}) {} }).await;
    assert_eq!(call::<Option<ExactText>>(&life.api, "exact_text", args).await.unwrap(), None);
    assert!(!life.page().await[0].held);
    life.api.close().await;
}

#[tokio::test]
async fn the_ledger_is_written_to_a_file_outside_the_data_folder_only() {
    let server = Server::start(0, script).await.unwrap();
    let life = Life::with(&server, "Streams").await;
    within(converse_to_end(&life.api, say("Hello.").unwrap())).await;
    let inside = life.folder.path().join("ledger.csv");
    let refused = life.api.call("export_ledger", json!({"format": "csv", "path": inside})).await;
    assert_eq!(refused.unwrap_err().code, "bad_input");
    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("ledger.csv");
    let written: Exported =
        call(&life.api, "export_ledger", json!({"format": "csv", "path": path})).await.unwrap();
    assert_eq!(written.turns, 1);
    let text = std::fs::read_to_string(path).unwrap();
    assert!(
        text.lines()
            .nth(1)
            .is_some_and(|line| line.contains(",models.example.org,false,Streams,answer,whole,"))
    );
    assert!(!text.contains("Hello"));
    life.api.close().await;
}

#[tokio::test]
async fn closing_in_the_middle_of_an_answer_writes_its_end() {
    let server = Server::start(0, script).await.unwrap();
    let life = Life::with(&server, "Stalls").await;
    let mut heard = converse(&life.api, say("Hello.").unwrap());
    within(async { while !matches!(heard.recv().await, Some(Delta::Piece { .. })) {} }).await;
    within(life.api.close()).await;
    let api = Api::open_with(life.folder.path().to_owned(), life.fakes.ports(), at_once()).await;
    let life = Life { api, ..life };
    let row = life.page().await.remove(0);
    assert_eq!(row.state, "stopped");
    let seen = &server.exchanges()[0];
    assert_eq!((row.bytes_out, row.bytes_in), (seen.asked.body.len() as u64, seen.replied));
    assert!(!row.held, "a text does not outlive the run");
    life.api.close().await;
}

/// Where the life that is killed lives, and which server it asks.
const KILLED: [&str; 2] = ["SAMANTHA_KILLED_HOME", "SAMANTHA_KILLED_ADDRESS"];

#[tokio::test]
#[ignore = "a process of its own, started and killed by the test below"]
async fn the_life_that_is_killed() {
    let [home, address] = KILLED.map(|name| std::env::var(name).unwrap());
    let companion = open(Path::new(&home)).await;
    let endpoint = endpoint(Family::OpenAi, &address, "Stalls");
    let model = companion.providers().model(&endpoint, None);
    let mut pieces = model.answer(prompt(Does::Stalls, Purpose::Answer, "o segredo da goiabeira"));
    while pieces.next().await.is_some() {}
    panic!("the server says no more");
}

#[tokio::test]
async fn a_request_in_a_killed_run_is_cut_off_with_the_bytes_that_left() {
    let server = Server::start(0, script).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().to_str().unwrap().to_owned();
    let mut child = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "ledger::the_life_that_is_killed"])
        .envs(KILLED.into_iter().zip([home, server.address()]))
        .stdout(std::process::Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    tokio::select! {
        () = within(server.until_asked(1)) => {}
        ended = child.wait() => panic!("it ended before it asked: {ended:?}"),
    }
    // SIGKILL: nothing of it runs any more.
    child.kill().await.unwrap();
    let companion = open(folder.path()).await;
    let rows = within(rows(&companion)).await;
    assert_eq!((rows.len(), rows[0].state), (1, State::CutOff));
    assert_eq!(rows[0].bytes_out, server.exchanges()[0].asked.body.len() as u64);
    assert_eq!((rows[0].tokens_out, rows[0].cost), (None, None));
    companion.close().await.unwrap();
}
