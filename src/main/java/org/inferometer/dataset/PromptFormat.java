package org.inferometer.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The forms that one prompt may have in a file, each recognized by the key that only it has. */
enum PromptFormat {
  TEXT("text", Set.of("id", "text", "reference"), "id, text and perhaps reference, all texts") {
    @Override
    Prompt prompt(JsonNode json, String id) {
      String text = text(json, "text");
      require(text != null && !text.isBlank(), "no id or no text");
      return new Prompt(id, text, text(json, "reference"));
    }
  },

  /** Questions one after the other; data sets for judges of answers have them. */
  TURNS(
      "turns",
      Set.of("id", "system", "turns"),
      "id, turns (a list of questions: texts, or objects with text and perhaps reference) and"
          + " perhaps system") {
    @Override
    Prompt prompt(JsonNode json, String id) {
      List<Message> messages = new ArrayList<>();
      if (text(json, "system") != null) {
        messages.add(new Message(Message.SYSTEM, text(json, "system")));
      }
      for (JsonNode turn : list(json, "turns")) {
        if (turn.isObject()) {
          known(turn, Set.of("text", "reference"));
        }
        add(messages, Message.USER, turn.isObject() ? text(turn, "text") : content(turn));
        if (text(turn, "reference") != null) {
          messages.add(new Message(Message.ASSISTANT, text(turn, "reference")));
        }
      }
      return conversation(id, messages);
    }
  },

  /** As OpenAI's chat API takes them, and its files for training have them. */
  MESSAGES(
      "messages",
      Set.of("id", "messages"),
      "messages (a list of objects with role, which is system, developer, user or assistant, and"
          + " content, a text or parts of type text) and perhaps id") {
    @Override
    Prompt prompt(JsonNode json, String id) {
      List<Message> messages = new ArrayList<>();
      for (JsonNode message : list(json, "messages")) {
        known(message, Set.of("role", "content"));
        String role = text(message, "role");
        require(role != null && ROLES.contains(role), "role " + message.path("role"));
        add(messages, role, whole(message.path("content")));
      }
      return conversation(id, messages);
    }

    /** A text, or parts of it. */
    private String whole(JsonNode content) {
      if (!content.isArray()) {
        return content.isNull() || content.isMissingNode() ? null : content(content);
      }
      StringBuilder whole = new StringBuilder();
      for (JsonNode part : content) {
        boolean text = PARTS.contains(part.path("type").asText()) && part.path("text").isTextual();
        require(text, "a part of a content that is no text: " + part.path("type"));
        known(part, Set.of("type", "text", "annotations", "logprobs"));
        whole.append(part.get("text").textValue());
      }
      return whole.toString();
    }
  },

  /** As the ShareGPT collections have them; what else they say is not needed. */
  SHARE_GPT(
      "conversations",
      null,
      "conversations (a list of objects with from, which is human, gpt or system, and value, a"
          + " text) and perhaps id") {
    @Override
    Prompt prompt(JsonNode json, String id) {
      List<Message> messages = new ArrayList<>();
      for (JsonNode message : list(json, "conversations")) {
        String role = SPEAKERS.get(message.path("from").asText());
        require(role != null, "from " + message.path("from"));
        add(messages, role, text(message, "value"));
      }
      return conversation(id, messages);
    }
  };

  private static final Set<String> PARTS = Set.of("text", "input_text", "output_text");
  private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");
  private static final Map<String, String> SPEAKERS =
      Map.of(
          "human", Message.USER,
          "user", Message.USER,
          "gpt", Message.ASSISTANT,
          "chatgpt", Message.ASSISTANT,
          "assistant", Message.ASSISTANT,
          "system", Message.SYSTEM);

  private final String key;
  private final Set<String> keys;
  private final String allowed;

  PromptFormat(String key, Set<String> keys, String allowed) {
    this.key = key;
    this.keys = keys;
    this.allowed = allowed;
  }

  /** What is wrong with a prompt, in words. */
  static final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    Mistake(String found, String allowed) {
      super(found + "; allowed: " + allowed);
    }
  }

  /** What any of them may be. */
  static String allowed() {
    return "one JSON object a line, with "
        + TEXT.allowed
        + "; or, for conversations, with turns, messages or conversations (ShareGPT)";
  }

  /**
   * The prompt that {@code json} holds.
   *
   * @param number what stands for an id where the format needs none
   * @throws Mistake saying what is wrong with it
   */
  static Prompt read(JsonNode json, int number) {
    PromptFormat format = of(json);
    format.require(!json.isNull(), "no id or no text");
    if (format.keys != null) {
      format.known(json, format.keys);
    }
    boolean named = format == TEXT || format == TURNS;
    String id =
        json.path("id").isIntegralNumber() ? json.get("id").asText() : format.text(json, "id");
    format.require(!named || id != null && !id.isBlank(), "no id or no text");
    Prompt prompt = format.prompt(json, id == null ? String.valueOf(number) : id);
    format.require(
        encodable(prompt.id())
            && encodable(prompt.text())
            && prompt.messages().stream().allMatch(one -> encodable(one.content())),
        "it holds half of a surrogate pair, which UTF-8 has no bytes for, so that no server can be"
            + " asked it",
        "whole characters (take the prompt out, or its \\ud800 to \\udfff)");
    return prompt;
  }

  private static PromptFormat of(JsonNode json) {
    for (PromptFormat one : values()) {
      if (json.hasNonNull(one.key)) {
        return one;
      }
    }
    return TEXT;
  }

  abstract Prompt prompt(JsonNode json, String id);

  void require(boolean fine, String found) {
    require(fine, found, "one JSON object a line, with " + allowed);
  }

  void require(boolean fine, String found, String otherwise) {
    if (!fine) {
      throw new Mistake(found, otherwise);
    }
  }

  void known(JsonNode object, Set<String> wanted) {
    require(object.isObject(), "not one object of texts");
    Set<String> unknown = new TreeSet<>();
    for (Map.Entry<String, JsonNode> one : object.properties()) {
      if (!one.getValue().isNull()) {
        unknown.add(one.getKey());
      }
    }
    unknown.removeAll(wanted);
    require(unknown.isEmpty(), "unknown key \"" + String.join("\", \"", unknown) + "\"");
  }

  Iterable<JsonNode> list(JsonNode object, String name) {
    require(object.path(name).isArray(), name + " is no list");
    return object.get(name);
  }

  /** A text; null where there is none. */
  String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isMissingNode() || value.isNull() ? null : content(value);
  }

  String content(JsonNode value) {
    require(value.isTextual(), "not one object of texts");
    return value.textValue();
  }

  /** An answer may be empty; a question may not. */
  void add(List<Message> messages, String role, String content) {
    require(content != null, "a message without a text");
    require(!role.equals(Message.USER) || !content.isBlank(), "a question without a text");
    messages.add(new Message(role, content));
  }

  Prompt conversation(String id, List<Message> messages) {
    require(messages.stream().anyMatch(Message::isQuestion), "a conversation without a question");
    Prompt prompt = Prompt.of(id, messages);
    int turns = new Conversation(prompt).turns();
    require(
        turns <= Conversation.MOST_TURNS,
        turns + " turns",
        "at most %d of a conversation".formatted(Conversation.MOST_TURNS));
    return prompt;
  }

  private static boolean encodable(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
