package org.inferometer.standard;

import java.nio.charset.StandardCharsets;

/**
 * What the bytes of an answer look like: its events, and how they are framed and cut.
 *
 * @param tokensPerEvent tokens in one event
 * @param eventsPerWrite events handed to the socket at once, when the last of them is due
 * @param role where the role-only event of a chat stands
 * @param usage where the token counts stand; {@link Usage#ASKED} does what the request asks
 * @param finish where the finish reason stands
 * @param done whether {@code [DONE]} ends the stream
 * @param ids whether events carry {@code token_ids}, whatever the request asks
 * @param empty which events carry no text although they are tokens
 * @param content the field that carries the text
 * @param text the text of a token
 * @param bytes size of a token's text; 0 leaves the text as it is
 * @param choices number of choices that take turns
 * @param prompt prompt tokens in the usage
 * @param cached cached prompt tokens in the usage; negative says nothing of them
 * @param eol line ending of the stream
 * @param space whether a space follows {@code data:}
 * @param extra lines that a reader has to pass over
 * @param framing how the body's length is told
 * @param chunk size of the chunks that the body is cut into; 0 makes one of each write
 * @param gzip whether the body is compressed
 * @param split body offset within each write where it is cut in two (each part a chunk of its own)
 * @param cut offset in the bytes on the wire within each write where it is cut in two
 * @param pauseNanos time between two such parts
 * @param headNanos when the response head is due
 * @param type content type
 */
record Shape(
    int tokensPerEvent,
    int eventsPerWrite,
    Role role,
    Usage usage,
    Finish finish,
    boolean done,
    boolean ids,
    Empty empty,
    Content content,
    Text text,
    int bytes,
    int choices,
    int prompt,
    int cached,
    Eol eol,
    boolean space,
    Extra extra,
    Framing framing,
    int chunk,
    boolean gzip,
    int split,
    int cut,
    long pauseNanos,
    long headNanos,
    String type) {

  /** Never; beside the first token; or as soon as the request has arrived. */
  enum Role {
    NONE,
    FIRST,
    EARLY
  }

  /** As asked; nowhere; an event of its own at the end; in the finish event; in every event. */
  enum Usage {
    ASKED,
    NONE,
    TAIL,
    FINISH,
    EVERY
  }

  /** In the last token's event; in an event of its own; nowhere. */
  enum Finish {
    LAST,
    TAIL,
    NONE
  }

  /** No event; every third; all. */
  enum Empty {
    NONE,
    SOME,
    ALL
  }

  /** Answer text; chain of thought; the arguments of a call. */
  enum Content {
    TEXT,
    REASONING,
    TOOL
  }

  /** A token's text, as it stands in JSON. */
  enum Text {
    PLAIN(" tok"),
    UNICODE(" gr\u00f6\u00dfe\u20ac\ud83d\ude00"),
    ESCAPES(" \\\"\\n\\u00e9\\ud83d\\ude00\\\\");

    final String json;

    Text(String json) {
      this.json = json;
    }
  }

  /** Line endings that the event stream format allows. */
  enum Eol {
    LF("\n"),
    CRLF("\r\n"),
    CR("\r");

    final String text;

    Eol(String text) {
      this.text = text;
    }
  }

  /** Nothing; a comment before each event; name and number of each event. */
  enum Extra {
    NONE,
    COMMENT,
    NAMES
  }

  /** Chunked; content-length; until the connection ends; the same as HTTP/1.0. */
  enum Framing {
    CHUNKED,
    LENGTH,
    CLOSE,
    HTTP10
  }

  static Shape of(Knobs knobs) {
    return new Shape(
        knobs.integer("perEvent", 1),
        knobs.integer("perWrite", 1),
        knobs.choice("role", Role.FIRST),
        knobs.choice("usage", Usage.ASKED),
        knobs.choice("finish", Finish.LAST),
        knobs.flag("done", true),
        knobs.flag("ids", false),
        knobs.choice("empty", Empty.NONE),
        knobs.choice("content", Content.TEXT),
        knobs.choice("text", Text.PLAIN),
        knobs.integer("bytes", 0),
        knobs.integer("choices", 1),
        knobs.integer("prompt", 8),
        knobs.integer("cached", -1),
        knobs.choice("eol", Eol.LF),
        knobs.flag("space", true),
        knobs.choice("extra", Extra.NONE),
        knobs.choice("framing", Framing.CHUNKED),
        knobs.integer("chunk", 0),
        knobs.flag("gzip", false),
        knobs.integer("split", 0),
        knobs.integer("cut", 0),
        knobs.nanos("pause", 1_000_000),
        knobs.nanos("head", 0),
        knobs.text("type", null));
  }

  /** The same with another framing, content type and time of the head. */
  Shape framed(Framing other, String otherType, long otherHead) {
    return new Shape(
        tokensPerEvent,
        eventsPerWrite,
        role,
        usage,
        finish,
        done,
        ids,
        empty,
        content,
        text,
        bytes,
        choices,
        prompt,
        cached,
        eol,
        space,
        extra,
        other,
        chunk,
        gzip,
        split,
        cut,
        pauseNanos,
        otherHead,
        otherType);
  }

  /** The JSON text of one token, filled up to the size asked for. */
  String tokenText() {
    int missing = bytes - text.json.getBytes(StandardCharsets.UTF_8).length;
    return text.json + "x".repeat(Math.max(0, missing));
  }
}
