//! What labels mean, and where they stand.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::train::labelled::Label;

/// What labels mean and where they stand, when a file does not use the names of the classes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// The field that holds a paragraph's label, the Label Studio tag or the Argilla question; `label` if it is not named.
    pub field: Option<String>,
    /// The class that each label stands for: a class's name, `other` for "not the story", or `skip`.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
}

impl Labels {
    /// The name of the field that holds labels.
    pub(super) fn field(&self) -> &str {
        self.field.as_deref().unwrap_or("label")
    }

    /// What a label stands for; `None` for what is to be skipped.
    pub(super) fn read(&self, label: &str) -> Result<Option<Label>, String> {
        match self.map.get(label).map_or(label, String::as_str) {
            "skip" => Ok(None),
            "other" => Ok(Some(Label::NotStory)),
            name => name
                .parse()
                .map(|class| Some(Label::Is(class)))
                .map_err(|error| format!("label {error}; name it in the recipe's `map` if it stands for one of these")),
        }
    }

    /// What several labels of the same text come to: those that are skipped do not count, the others must agree.
    pub(super) fn agreed(&self, labels: &[&str]) -> Result<Option<Label>, String> {
        let mut agreed = None;
        for label in labels {
            match (agreed, self.read(label)?) {
                (Some(one), Some(other)) if one != other => {
                    return Err(format!(
                        "labels `{}` for the same text; keep one, or map the others to `skip` in the recipe",
                        labels.join("`, `")
                    ));
                }
                (_, Some(label)) => agreed = Some(label),
                (_, None) => {}
            }
        }
        Ok(agreed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Class;

    #[test]
    fn several_labels_must_agree_after_the_map() {
        let map = [("ad", "promotion"), ("urgent", "skip")].map(|(from, to)| (from.to_owned(), to.to_owned())).into();
        let labels = Labels { field: None, map };
        let promotion = Some(Label::Is(Class::Promotion));
        assert_eq!(labels.agreed(&["ad", "urgent", "promotion"]), Ok(promotion));
        assert_eq!(labels.agreed(&["urgent"]), Ok(None));
        assert!(labels.agreed(&["ad", "notice"]).unwrap_err().contains("`ad`, `notice`"));
        assert!(labels.agreed(&["ad", "spam"]).unwrap_err().contains("`spam`"));
    }
}
