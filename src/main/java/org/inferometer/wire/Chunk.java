package org.inferometer.wire;

import static org.inferometer.wire.JsonCursor.ABSENT;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What one document of an answer says, an event of a stream or a whole answer, whatever its
 * protocol. It is filled again and again, by an {@link AnswerReader}, without garbage.
 */
final class Chunk {
  /** Texts in the place of null. */
  private static final Set<String> NO_FINISH = Set.of("", "null", "none", "0");

  /** What only names a call of a tool. */
  private static final Set<String> OF_A_CALL = Set.of("type", "index");

  /** Whether it is about the answer's generation, so that a count beside it counts its tokens. */
  boolean generation;

  /** Whether it carries generated content: text, reasoning or a tool call. */
  boolean content;

  /** Whether it carries reasoning. */
  boolean reasoning;

  /** Whether it carries a tool call. */
  boolean toolCall;

  /** Whether it carries text, beside reasoning perhaps. */
  boolean visible;

  /** Whether it carries something that is not known to be content, nor to be none. */
  boolean unknown;

  /** Tokens that it says it brings itself. */
  int tokens;

  /** Counts up to here, or of the whole answer. */
  final Usage usage = new Usage();

  /** Answers in it, where it answers several prompts. */
  int answers;

  /** Tokens of each of them; null where it does not tell. */
  int[] answerTokens;

  /** How many of them are without text and tokens. */
  int emptyAnswers;

  /** Why the answer ends; null where it does not say. */
  String finish;

  /** What the server says about {@link #finish}; null where nothing. */
  String finishMessage;

  /** Whether it reports an error. */
  boolean error;

  /** Whether nothing comes after it in a stream that ended properly. */
  boolean end;

  /** The answer's text so far, to which readers append; null where nobody wants it. */
  final StringBuilder text;

  /** As {@link #text}, that of its reasoning. */
  final StringBuilder reasoningText;

  /**
   * @param keepsText whether the answer's text is wanted
   */
  Chunk(boolean keepsText) {
    text = keepsText ? new StringBuilder() : null;
    reasoningText = keepsText ? new StringBuilder() : null;
  }

  /** Forgets everything but the texts. */
  void clear() {
    generation = false;
    content = false;
    reasoning = false;
    toolCall = false;
    visible = false;
    unknown = false;
    tokens = ABSENT;
    answers = ABSENT;
    answerTokens = null;
    emptyAnswers = 0;
    usage.clear();
    finish = null;
    finishMessage = null;
    error = false;
    end = false;
  }

  /** Whether it says nothing of an answer. */
  boolean isSilent() {
    return !content
        && !unknown
        && finish == null
        && tokens == ABSENT
        && usage.prompt() == ABSENT
        && usage.completion() == ABSENT;
  }

  /** The present value is generated text, if any. */
  void readText(JsonCursor json) throws IOException {
    visible |= json.substance(text) == JsonCursor.Substance.TEXT;
    content |= visible;
  }

  /**
   * The present value is reasoning, if any; what is encrypted, or of a form that is not known, is
   * no text. Some servers send the same reasoning under two names: it is kept once.
   */
  void readReasoning(JsonCursor json) throws IOException {
    JsonCursor.Substance substance = json.substance(reasoning ? null : reasoningText);
    reasoning |= substance == JsonCursor.Substance.TEXT;
    content |= substance == JsonCursor.Substance.TEXT;
    unknown |= substance == JsonCursor.Substance.OTHER;
  }

  /**
   * The present value is a part of a tool call, or a list of such, if any; the number and the kind
   * of the call are nothing new.
   */
  void readToolCall(JsonCursor json) throws IOException {
    toolCall |= json.tellsBeside(OF_A_CALL);
    content |= toolCall;
  }

  /** The present value is of an unknown kind. */
  void readUnknown(JsonCursor json) throws IOException {
    unknown |= json.substance(null) != JsonCursor.Substance.NONE;
  }

  /**
   * A finish reason as {@link #readFinish(JsonCursor)} reads it, told in OpenAI's words.
   *
   * @param words OpenAI's for some of the protocol's own
   */
  void readFinish(JsonCursor json, Map<String, String> words) throws IOException {
    readFinish(json);
    finish = finish == null ? null : words.getOrDefault(finish, finish);
  }

  /**
   * A text, a number, or an object that names its kind; what says that there is none yet is none.
   */
  void readFinish(JsonCursor json) throws IOException {
    String reason = null;
    if (json.current() == JsonToken.START_OBJECT) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.next();
        reason = "type".equals(name) && json.filled() ? json.text() : reason;
        finishMessage = "message".equals(name) && json.filled() ? json.text() : finishMessage;
        json.skip();
      }
    } else if (json.filled() || json.current() == JsonToken.VALUE_NUMBER_INT) {
      reason = json.text();
    }
    finishes(reason);
  }

  /** For that reason, unless it says that there is none yet. */
  void finishes(String reason) {
    if (reason != null && !NO_FINISH.contains(reason.strip().toLowerCase(Locale.ROOT))) {
      finish = reason;
    }
  }

  /** It carries generated text. */
  void addText(CharSequence more) {
    content = true;
    visible = true;
    if (text != null) {
      text.append(more);
    }
  }

  /** It carries reasoning. */
  void addReasoning(CharSequence more) {
    content = true;
    reasoning = true;
    if (reasoningText != null) {
      reasoningText.append(more);
    }
  }

  /** It carries a part of a tool call. */
  void addToolCall() {
    content = true;
    toolCall = true;
  }
}
