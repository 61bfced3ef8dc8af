//! One prompt with everything in it, and what each family makes of it.

use super::{Wanted, body};
use crate::quirks::Quirks;
use samantha_core::{
    address::check_address,
    ports::{Endpoint, Family, Form, Message, Picture, Prompt, Purpose, Role, ToolCall, ToolSpec},
};
use serde_json::{Value, json};

/// Someone who is asked.
pub(super) struct Asked {
    pub(super) endpoint: Endpoint,
    pub(super) quirks: Quirks,
    host: String,
}

impl Asked {
    pub(super) fn new(address: &str) -> Self {
        Self::of(Family::OpenAi, address)
    }

    pub(super) fn of(family: Family, address: &str) -> Self {
        let host = check_address(address).unwrap().host().to_owned();
        let (address, model) = (address.to_owned(), "a-model".to_owned());
        let endpoint = Endpoint { family, address, model, context: None, price: None };
        Self { quirks: Quirks::of(&endpoint, &host), endpoint, host }
    }

    pub(super) fn body(&self, prompt: &Prompt) -> Value {
        let Self { endpoint, quirks, host } = self;
        serde_json::from_slice(&body(&Wanted { prompt, endpoint, host, quirks: *quirks })).unwrap()
    }
}

/// System words before and after, a picture, two calls of tools with their results, a tool, and a form.
pub(super) fn everything() -> Prompt {
    let call = |id: &str, name: &str, arguments: &str| ToolCall {
        id: id.into(),
        name: name.into(),
        arguments: arguments.into(),
        seal: String::new(),
    };
    let result =
        |id: &str, text: &str| Message { answers: Some(id.into()), ..Message::said(Role::Tool, text) };
    let picture = Picture { media_type: "image/png".into(), bytes: vec![0x89, 0x50].into() };
    let messages = vec![
        Message::said(Role::System, "You are Samantha."),
        Message { pictures: vec![picture], ..Message::said(Role::User, "Oi \"você\"\n🙂") },
        Message {
            calls: vec![call("c1", "clock", "{\"zone\":\"x\"}"), call("c2", "search", "not json")],
            ..Message::said(Role::Assistant, "")
        },
        result("c1", "noon"),
        result("c2", "nothing"),
        Message::said(Role::System, "It is noon."),
    ];
    Prompt {
        tools: vec![ToolSpec {
            name: "clock".into(),
            description: "The hour.".into(),
            parameters: json!({"type": "object", "properties": {}}),
        }],
        form: Form::Json {
            name: "facts".into(),
            schema: json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        },
        ..Prompt::of(messages, 700, Purpose::Answer)
    }
}
