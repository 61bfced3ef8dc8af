use super::*;
use serde_json::Value;
use std::collections::HashSet;

const GIB: u64 = 1 << 30;
/// For a context of 8,192 tokens and what the work itself needs.
const ROOM: u64 = 2 * GIB;

fn built_in() -> &'static Catalogue {
    Catalogue::built_in().expect("the file parses")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Every object and every number outside a figure, with the path to it.
fn walk(value: &Value, path: &str, figures: &mut Vec<(String, Value)>, loose: &mut Vec<String>) {
    match value {
        Value::Object(fields) if fields.contains_key("value") => {
            figures.push((path.to_owned(), value.clone()))
        }
        Value::Object(fields) => {
            for (name, inner) in fields {
                walk(inner, &format!("{path}.{name}"), figures, loose);
            }
        }
        Value::Array(all) => {
            for (n, inner) in all.iter().enumerate() {
                walk(inner, &format!("{path}[{n}]"), figures, loose);
            }
        }
        Value::Number(_) => loose.push(path.to_owned()),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

#[test]
fn every_figure_has_a_source_and_a_day() {
    let file: Value = serde_json::from_str(FILE).expect("JSON");
    let (mut figures, mut loose) = (Vec::new(), Vec::new());
    walk(&file, "", &mut figures, &mut loose);
    assert!(figures.len() > 300, "{}", figures.len());
    for (path, figure) in &figures {
        assert!(!figure["value"].is_null(), "{path}: what is not known is left out whole");
        if figure.get("derived_from").is_some() {
            continue;
        }
        let source = figure["source"].as_str().unwrap_or_default();
        assert!(source.starts_with("https://") && !source.contains(char::is_whitespace), "{path}: {source}");
        let looked_up = day(figure["looked_up"].as_str().unwrap_or_default());
        if let Some(of) = figure.get("source_date").and_then(Value::as_str) {
            assert!(day(of) <= looked_up, "{path}");
        }
    }
    // No number stands outside a figure, but for the file's own and our judgement of the computer it is for.
    loose.retain(|path| path != ".version" && !path.ends_with(".machine_gib"));
    assert_eq!(loose, Vec::<String>::new());
    assert_eq!(built_in().version, 1);
}

#[test]
fn every_id_is_there_once_and_every_provider_named_is_there() {
    let all = built_in();
    let once = |ids: Vec<&str>| {
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{ids:?}");
        assert!(ids.iter().all(|id| !id.trim().is_empty()));
    };
    once(all.providers.iter().map(|provider| provider.id.as_str()).collect());
    once(all.remote_models.iter().map(|model| model.id.as_str()).collect());
    once(all.local_models.iter().map(|model| model.id.as_str()).collect());
    for model in &all.remote_models {
        assert_eq!(model.id, format!("{}/{}", model.provider, model.model));
        assert!(all.provider(&model.provider).is_some_and(|provider| !provider.local), "{}", model.id);
        assert_eq!(all.remote(&model.provider, &model.model), Some(model));
    }
    // An id of the catalogue is never one of a file of the person's own.
    assert!(
        all.local_models
            .iter()
            .all(|model| !model.id.starts_with("own-") && all.local(&model.id) == Some(model))
    );
}

#[test]
fn every_address_is_https_or_on_this_computer() {
    let all = built_in();
    assert!(all.download_base.value.starts_with("https://") && !all.download_base.value.ends_with('/'));
    for provider in &all.providers {
        let base = provider.base.as_ref().map(|base| base.value.as_str());
        match (&provider.default_port, base) {
            (Some(port), Some(base)) => {
                assert!(
                    provider.local && base.starts_with(&format!("http://127.0.0.1:{}", port.value)),
                    "{base}"
                );
            }
            (None, Some(base)) => assert!(!provider.local && base.starts_with("https://"), "{base}"),
            (None, None) => assert_eq!(provider.id, "other"),
            (Some(_), None) => panic!("{}", provider.id),
        }
        assert!(base.is_none_or(|base| crate::address::check_address(base).is_ok()), "{base:?}");
        for page in [&provider.key_page, &provider.privacy.page].into_iter().flatten() {
            assert!(page.value.starts_with("https://"), "{}", page.value);
        }
    }
}

#[test]
fn every_model_has_exactly_one_price_on_any_day() {
    for model in &built_in().remote_models {
        for on in ["2026-11-22", "2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01", "2030-01-01"] {
            let holds = |price: &&Price| {
                price.from.is_none_or(|from| from <= day(on))
                    && price.until.is_none_or(|until| day(on) <= until)
            };
            assert_eq!(model.prices.iter().filter(holds).count(), 1, "{} on {on}", model.id);
            let price = model.price_on(day(on)).expect("a price");
            let (input, output) = (price.input.value, price.output.value);
            assert!(input > 0.0 && output >= input && output < 1_000.0, "{}", model.id);
            assert!(price.cached_input.as_ref().is_none_or(|cached| cached.value < input), "{}", model.id);
        }
    }
}

#[test]
fn a_price_that_ends_is_followed_by_the_next_one() {
    let flash = built_in().remote("gemini", "gemini-3.8-flash").expect("it is there");
    let input = |on| flash.price_on(day(on)).map(|price| price.input.value);
    assert_eq!((input("2026-12-31"), input("2027-01-01")), (Some(0.75), Some(1.5)));
}

#[test]
fn what_is_called_good_at_seeing_sees() {
    for model in &built_in().remote_models {
        let sees = model.sees.as_ref().is_some_and(|sees| sees.value);
        assert!(sees || !model.good_at.contains(&GoodAt::Seeing), "{}", model.id);
        assert!(!model.good_at.is_empty());
        let (context, answer) = (&model.context_tokens, &model.max_output_tokens);
        if let (Some(context), Some(answer)) = (context, answer) {
            assert!(answer.value <= context.value, "{}", model.id);
        }
    }
}

#[test]
fn every_file_has_a_licence_and_a_path_that_never_means_other_bytes() {
    let all = built_in();
    for model in &all.local_models {
        assert!(
            !model.licence.value.trim().is_empty() && model.licence_page.starts_with("https://"),
            "{}",
            model.id
        );
        let parts: Vec<&str> = model.file.split('/').collect();
        assert_eq!((parts.len(), parts[2]), (5, "resolve"), "{}", model.file);
        assert!(parts[3].len() == 40 && parts[3].bytes().all(|b| b.is_ascii_hexdigit()), "{}", model.file);
        assert!(parts[4].ends_with(".gguf") && parts[4].contains(&model.quantisation), "{}", model.file);
        assert_eq!(model.page, model.address(&all.download_base.value).replace("/resolve/", "/blob/"));
        if let Some(sum) = &model.sha256 {
            assert!(sum.value.len() == 64, "{}", model.id);
            assert!(sum.value.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')), "{}", model.id);
        }
        assert!(!model.sees, "a file that sees needs a second one, which nothing here knows");
    }
    let sums: HashSet<_> =
        all.local_models.iter().filter_map(|model| Some(&model.sha256.as_ref()?.value)).collect();
    assert_eq!(sums.len(), all.local_models.len());
}

#[test]
fn the_reader_s_files_are_of_one_revision_and_together_what_is_loaded() {
    let all = built_in();
    let reader = &all.reader;
    assert!(all.local(&reader.id).is_none() && !reader.id.starts_with("own-"));
    assert!(reader.files.iter().map(ReaderFile::name).eq([
        "model.safetensors",
        "tokenizer.json",
        "config.json"
    ]));
    let revision = reader.page.rsplit('/').next().unwrap_or_default();
    assert!(revision.len() == 40 && revision.bytes().all(|b| b.is_ascii_hexdigit()), "{}", reader.page);
    for file in &reader.files {
        let parts: Vec<&str> = file.file.split('/').collect();
        assert_eq!((parts.len(), parts[2], parts[3]), (5, "resolve", revision), "{}", file.file);
        assert!(reader.page.contains(&format!("/{}/{}/", parts[0], parts[1])));
        let sum = &file.sha256.as_ref().expect("it is known").value;
        assert!(sum.len() == 64 && sum.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
    }
    // The name tells what has to stand before a text; codes of a bit a number need whole words of 64.
    assert!(reader.id.contains("e5") && reader.numbers.value.is_multiple_of(64));
    assert!(reader.licence_page.starts_with("https://") && !reader.sources().is_empty());
}

#[test]
fn the_memory_a_file_needs_and_the_computer_it_is_for_follow_from_its_size() {
    let all = built_in();
    for model in &all.local_models {
        assert_eq!(model.memory_needed_bytes.derived_from, "size_bytes + 2 GiB");
        assert_eq!(model.memory_needed_bytes.value, model.size_bytes.value + ROOM, "{}", model.id);
        // A quarter of the memory is left to everything else.
        let fits = |gib: &&u32| model.memory_needed_bytes.value <= u64::from(**gib) * GIB * 3 / 4;
        assert_eq!([4, 8, 16, 32].iter().find(fits), Some(&model.machine_gib), "{}", model.id);
    }
    let sizes: Vec<u32> = all.local_models.iter().map(|model| model.machine_gib).collect();
    assert!(sizes.is_sorted(), "from small to large: {sizes:?}");
    let first: Vec<u32> =
        all.local_models.iter().filter(|model| model.first_choice).map(|model| model.machine_gib).collect();
    assert_eq!(first, [4, 8, 16, 32], "one first choice for each size of computer");
}

#[test]
fn a_mirror_takes_the_place_of_the_host() {
    let model = built_in().local("qwen3-8b").expect("it is there");
    let file = "Qwen/Qwen3-8B-GGUF/resolve/7c41481f57cb95916b40956ab2f0b139b296d974/Qwen3-8B-Q4_K_M.gguf";
    for base in ["http://127.0.0.1:9000/models", "http://127.0.0.1:9000/models/"] {
        assert_eq!(model.address(base), format!("http://127.0.0.1:9000/models/{file}"));
    }
}

#[test]
fn sources_are_told_once_each() {
    let all = built_in();
    let mut noted = 0;
    let of_models = all.remote_models.iter().map(RemoteModel::sources);
    for sources in of_models.chain(all.local_models.iter().map(LocalModel::sources)) {
        assert!(!sources.is_empty());
        noted += sources.iter().filter(|source| !source.notes.is_empty()).count();
        let once =
            |source: &Source<'_>| source.notes.iter().collect::<HashSet<_>>().len() == source.notes.len();
        assert!(sources.iter().all(once));
        assert_eq!(sources.iter().map(|source| source.address).collect::<HashSet<_>>().len(), sources.len());
    }
    assert!(noted > 10, "{noted}: what has to be known with a figure goes along");
}

#[test]
fn training_that_depends_is_not_told_as_known() {
    let trains = |id| built_in().provider(id).and_then(|provider| provider.privacy.trains());
    assert_eq!(
        (trains("openai"), trains("deepseek"), trains("gemini"), trains("vllm")),
        (Some(false), Some(true), None, None)
    );
}

#[test]
fn codes_are_spelled_as_in_the_file() {
    for good_at in built_in().remote_models.iter().flat_map(|model| &model.good_at) {
        let read: GoodAt = serde_json::from_value(Value::from(good_at.code())).expect("its own code");
        assert_eq!(read, *good_at);
    }
}
