use super::*;

fn policy(build: impl Fn(CleanerBuilder) -> CleanerBuilder) -> Policy {
    build(Cleaner::builder()).build().unwrap().policy().clone()
}

fn price(rule: Rule) -> f32 {
    match rule {
        Rule::Price(price) => price,
        Rule::Threshold(threshold) => panic!("a threshold of {threshold}"),
    }
}

#[test]
fn a_doubtful_line_goes_where_a_doubtful_paragraph_stays() {
    let policy = Policy { drop: [true; Class::COUNT], rule: Rule::Price(0.5), max_removed: 1.0, story_counts: 1.0 };
    assert!(policy.bound(5) < 0.6 && policy.bound(80) > 0.8);
    assert_eq!(policy.bound(1), LIKELIER, "what is likelier to stay stays, however short");
    assert_eq!(policy.bound(0), policy.bound(1));
    assert!((policy.bound(36) - 0.75).abs() < 1e-6);
    let policy = Policy { rule: Rule::Threshold(0.3), ..policy };
    assert_eq!([1, 80].map(|words| policy.bound(words)), [0.3, 0.3]);
}

#[cfg(feature = "train")]
#[test]
fn what_is_worth_its_price_is_what_reaches_its_bound() {
    assert!((worth(0.75, 36) - 0.5).abs() < 1e-6);
    assert_eq!((worth(0.49, 1), worth(0.5, 1), worth(1.0, 1)), (0.0, 1.0, 1e6));
}

#[test]
fn modes_are_the_model_s_promises_by_name() {
    let model = Model::embedded();
    for (mode, loss, story_counts) in
        [(Mode::Careful, 0.002, 2.5), (Mode::Balanced, 0.005, 1.0), (Mode::Thorough, 0.02, 0.25)]
    {
        let policy = policy(|builder| builder.mode(mode));
        assert_eq!(price(policy.rule()), model.promise(loss).unwrap().price);
        assert!((policy.story_counts() - story_counts).abs() < 1e-5, "{mode:?}");
        assert_eq!(policy, self::policy(|builder| builder.max_loss(loss).unwrap()));
    }
    assert_eq!(policy(|builder| builder), policy(|builder| builder.mode(Mode::default())));
    let prices = [Mode::Careful, Mode::Balanced, Mode::Thorough].map(|mode| price(policy(|b| b.mode(mode)).rule()));
    assert!(prices[0] > prices[1] && prices[1] > prices[2], "{prices:?}");
}

#[test]
fn a_loss_between_two_promises_is_that_of_the_smaller() {
    let mut model = Model::embedded();
    let promise = |max_loss: f32, price: f32| crate::model::Promise { max_loss, price };
    model.promises = vec![promise(0.01, 3.0), promise(0.05, 2.0)];
    let build = |share: f32| Cleaner::builder().model(model.clone()).max_loss(share).unwrap().build();
    let rule = |share: f32| build(share).map(|cleaner| cleaner.policy().rule());
    assert_eq!(rule(0.02), Ok(Rule::Price(3.0)));
    assert_eq!(rule(0.05), Ok(Rule::Price(2.0)));
    assert_eq!(rule(1.0), Ok(Rule::Price(2.0)));
    assert_eq!(rule(0.009), Err(PolicyError::NoSuchPromise { asked: 0.009, least: Some(0.01) }));
    // Who did not say gets the most careful where the default cannot be promised, and a threshold where nothing can.
    assert_eq!(default_rule(&model), Rule::Price(3.0));
    model.promises.clear();
    assert_eq!(default_rule(&model), Rule::Threshold(0.5));
    let build = Cleaner::builder().model(model).mode(Mode::Careful).build();
    assert!(build.map(drop).unwrap_err().to_string().contains("it makes no promises, use a threshold"));
}

#[test]
fn on_pages_the_story_counts_between_a_tenth_and_ten_times() {
    let counts = |share: f32| policy(|builder| builder.max_loss(share).unwrap()).story_counts();
    assert_eq!(counts(1.0), 0.1);
    let model = || {
        let mut model = Model::embedded();
        model.promises = vec![crate::model::Promise { max_loss: 0.0, price: 9.0 }];
        model
    };
    assert_eq!(policy(|builder| builder.model(model()).max_loss(0.0).unwrap()).story_counts(), 10.0);
    assert_eq!(policy(|builder| builder.threshold(0.9).unwrap()).story_counts(), 1.0);
}

#[test]
fn classes_are_dropped_or_kept_as_they_are_named() {
    let dropped = |policy: &Policy| Class::ALL.into_iter().filter(|&class| policy.drops(class)).collect::<Vec<_>>();
    let all = policy(|builder| builder);
    assert!(all.drops_all_but_story() && dropped(&all).len() == Class::COUNT - 1);
    let one = policy(|builder| builder.drop([Class::Notice]));
    assert!(!one.drops_all_but_story());
    assert_eq!(dropped(&one), [Class::Notice]);
    let others = policy(|builder| builder.keep([Class::Notice]));
    assert!(!others.drops_all_but_story() && others.drops(Class::Editorial) && !others.drops(Class::Notice));
}

#[test]
fn shares_and_probabilities_lie_between_0_and_1() {
    for value in [0.0, 1.0] {
        let built = Cleaner::builder().threshold(value).and_then(|builder| builder.max_removed(value));
        assert_eq!(built.unwrap().build().unwrap().policy().max_removed(), value);
    }
    assert_eq!(policy(|builder| builder).max_removed(), 0.5);
    for value in [-0.01, 1.01, f32::NAN, f32::INFINITY] {
        for refused in [
            Cleaner::builder().threshold(value),
            Cleaner::builder().max_loss(value),
            Cleaner::builder().max_removed(value),
        ] {
            assert!(matches!(refused.map(drop), Err(PolicyError::OutOfRange { .. })), "{value}");
        }
    }
}
