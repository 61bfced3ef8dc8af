//! The index finds what looking at every code would find.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const DIMS: usize = 128;

fn vector(seed: u64) -> Vec<f32> {
    let mut seed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let numbers = (0..DIMS).map(|_| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 40) as f32 / (1 << 24) as f32 - 0.5
    });
    codes::prepared(&numbers.collect::<Vec<_>>(), &[0.0; DIMS]).unwrap()
}

fn empty() -> Vectors {
    let vectors = Vectors::default();
    let centre = vec![0.0; DIMS];
    let of = named(&EmbedderId { name: "test".to_owned(), dims: DIMS }).name;
    let beginning = vectors.begin(Centre { of, dims: DIMS, texts: centre.clone(), words: centre });
    vectors.finish(beginning);
    vectors
}

fn bytes(seeds: &[u64]) -> Vec<u8> {
    seeds.iter().flat_map(|seed| codes::to_bytes(&codes::code(&vector(*seed))).collect::<Vec<_>>()).collect()
}

#[derive(Clone, Debug)]
struct Change {
    turn: i64,
    has_pair: bool,
    seeds: Vec<u64>,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let turn = prop_oneof![0i64..40, 1_000i64..1_060, 9_000i64..9_010];
    let change = (turn, any::<bool>(), prop::collection::vec(any::<u64>(), 0..4))
        .prop_map(|(turn, has_pair, seeds)| Change { turn, has_pair: has_pair && seeds.len() > 1, seeds });
    prop::collection::vec(change, 0..120)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_nearest_are_those_a_look_at_every_code_gives(changes in changes(), asked: u64, end in 0i64..10_000, most in 1usize..60) {
        let vectors = empty();
        let mut known: BTreeMap<i64, Change> = BTreeMap::new();
        for change in &changes {
            let bytes = bytes(&change.seeds);
            vectors.put([(TurnId(change.turn), change.has_pair, bytes.as_slice())]);
            known.insert(change.turn, change.clone());
        }
        known.retain(|_, change| !change.seeds.is_empty());
        prop_assert_eq!(vectors.turns(), known.len());
        let asked = vector(asked);
        let (code, estimator) = (codes::code(&asked), Estimator::new(&asked));
        let now = vectors.now();
        // Every code within the distance at which there are enough of them.
        let codes_of = |change: &Change| change.seeds.iter().map(|seed| codes::code(&vector(*seed))).collect::<Vec<_>>();
        let last = end.div_euclid(BLOCK);
        let mut far: Vec<u32> = known
            .range(..(last + 1) * BLOCK)
            .flat_map(|(_, change)| codes_of(change))
            .map(|kept| codes::distance(&code, &kept))
            .collect();
        far.sort_unstable();
        let limit = far.get(most - 1).copied().unwrap_or(u32::MAX);
        let mut expected: Vec<(f32, i64)> = known
            .range(..end)
            .filter_map(|(turn, change)| {
                let near = codes_of(change).into_iter().filter(|kept| codes::distance(&code, kept) <= limit);
                near.map(|kept| estimator.cosine(&kept)).reduce(f32::max).map(|best| (best, *turn))
            })
            .collect();
        expected.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        prop_assert_eq!(now.nearest(&code, &estimator, end, most), expected);
        for (turn, change) in &known {
            let all: Vec<f32> = codes_of(change).iter().map(|kept| estimator.cosine(kept)).collect();
            let (own, pair) = if change.has_pair { (&all[..all.len() - 1], all.last()) } else { (&all[..], None) };
            let own = own.iter().copied().reduce(f32::max).unwrap();
            let expected = Likeness { own, pair: pair.copied().unwrap_or(own) };
            prop_assert_eq!(now.likeness(&estimator, *turn), Some(expected));
            prop_assert_eq!(now.has_pair(*turn), Some(change.has_pair));
        }
    }
}

#[test]
fn bytes_that_are_no_codes_change_nothing() {
    let vectors = empty();
    for wrong in [&[1_u8][..], &[0; 8], &[0; 17]] {
        vectors.put([(TurnId(1), false, wrong)]);
    }
    assert_eq!(vectors.turns(), 0);
    let none = Vectors::default();
    none.put([(TurnId(1), false, &[0; 16][..])]);
    assert_eq!((none.turns(), none.bytes()), (0, 0));
}

#[test]
fn a_turn_of_one_part_with_its_pair_takes_less_than_200_bytes() {
    let vectors = Vectors::default();
    let centre = vec![0.0; 384];
    vectors.begin(Centre { of: "test".to_owned(), dims: 384, texts: centre.clone(), words: centre });
    let two = [7_u8; 96];
    for turn in 1..=5_000 {
        vectors.put([(TurnId(turn), true, &two[..])]);
    }
    assert!(vectors.bytes() / 5_000 < 200, "{}", vectors.bytes());
    // As many at once take no more.
    let one_by_one = vectors.bytes();
    vectors.begin(Centre::clone(vectors.now().centre()));
    vectors.put((1..=5_000).map(|turn| (TurnId(turn), true, &two[..])));
    assert_eq!((vectors.turns(), vectors.bytes()), (5_000, one_by_one));
}

#[test]
fn what_is_asked_of_another_embedder_means_nothing_here() {
    let vectors = empty();
    let embedding = Embedding { vector: vec![1.0; DIMS], tokens: Vec::new() };
    let by = |name: &str, dims| EmbedderId { name: name.to_owned(), dims };
    assert!(vectors.meaning(&by("test", DIMS), "a", &embedding).is_some());
    assert!(vectors.meaning(&by("other", DIMS), "a", &embedding).is_none());
    assert!(vectors.meaning(&by("test", 64), "a", &embedding).is_none());
    let strange = Embedding { vector: vec![f32::NAN; DIMS], tokens: Vec::new() };
    assert!(vectors.meaning(&by("test", DIMS), "a", &strange).is_none());
}

#[test]
fn half_of_what_was_read_is_not_asked() {
    let embedding = Embedding { vector: vec![1.0; DIMS], tokens: Vec::new() };
    let by = EmbedderId { name: "test".to_owned(), dims: DIMS };
    let meant = |vectors: &Vectors| vectors.meaning(&by, "a", &embedding).is_some();
    let vectors = empty();
    assert!(meant(&vectors));
    let centre = Centre::clone(vectors.now().centre());
    let first = vectors.begin(centre.clone());
    assert!(!meant(&vectors));
    // Somebody else begins anew before all were put in: theirs count.
    let second = vectors.begin(centre);
    vectors.finish(first);
    assert!(!meant(&vectors));
    vectors.finish(second);
    assert!(meant(&vectors));
}
