use super::*;
use proptest::prelude::*;
use server::Server;

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn wherever_it_is_cut_the_same_file_comes_of_it(
        cuts in prop::collection::vec((0usize..150_000, 0u8..4), 0..8),
        with_sum: bool,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let home = tempfile::tempdir().unwrap();
            let file = model_file(150_000, 9);
            let (served, plan, turn) = (file.clone(), cuts.clone(), Turn::default());
            let server = Server::start(0, move |asked| {
                match plan.get(turn.next()) {
                    Some((end, 0)) => give_until(asked, &served, "\"one\"", &[], *end, Some(Act::Reset)),
                    Some((end, _)) => give_until(asked, &served, "\"one\"", &[], *end, Some(Act::Close)),
                    None => give(asked, &served),
                }
            })
            .await
            .unwrap();
            let offer = if with_sum { sourced(&file) } else { offer() };
            let mut on = shelf(home.path(), vec![offer.clone()], &server.address());
            for (_, how) in cuts.iter().chain([&(0, 1)]) {
                let model = download(&on).await;
                if model.state == KeptState::Whole {
                    break;
                }
                assert_eq!(failure(&model).0, ShelfErrorKind::Unreachable);
                if *how == 3 {
                    on = shelf(home.path(), vec![offer.clone()], &server.address());
                }
            }
            assert_eq!(download(&on).await.state, KeptState::Whole);
            assert_eq!(here(&on).await, file);
        });
    }
}
