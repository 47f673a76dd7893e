package org.inferometer.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;

/**
 * Works out from the kept bytes what each read brought. It can follow an exchange that is under way
 * (to see its first content) and go on where it stopped when the exchange has ended.
 */
final class Decoder {
  private static final byte[] DONE = EventSplitter.DONE.getBytes(StandardCharsets.US_ASCII);

  /** What llama.cpp's server begins some of its streams with. */
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] NOTHING = {};

  /** Names of events that only keep a connection open, and whose data may be anything. */
  private static final Pattern ALIVE = Pattern.compile("(?i)ping|heart[-_ ]?beat|keep[-_ ]?alive");

  private final LiveExchange exchange;
  private final Capture capture;
  private final boolean stream;
  private final Framing framing;
  private final Frames.Splitter splitter;
  private final AnswerReader reader;
  private final Chunk chunk;
  private final Findings findings;
  private final Arrivals arrivals;

  private ResponseHead head;
  private long headAt = LiveExchange.UNKNOWN;
  private int reads;
  private long visibleAt = LiveExchange.UNKNOWN;
  private long toolAt = LiveExchange.UNKNOWN;
  private int bodyBytes;
  private int bytesBefore;
  private boolean atEnd;

  Decoder(LiveExchange exchange) {
    this.exchange = exchange;
    this.capture = exchange.capture();
    this.stream = exchange.outgoing().mode() == Mode.STREAM;
    this.framing = exchange.framed() ? new Framing() : null;
    Dialect dialect = exchange.outgoing().dialect();
    this.splitter = dialect.protocol().frames().splitter(this::event);
    this.reader = dialect.protocol().reader(dialect);
    this.chunk = new Chunk(exchange.outgoing().keepsText());
    this.findings = new Findings(dialect.continuousUsage());
    this.arrivals = new Arrivals(capture.reads());
  }

  /** Whether the first {@code upTo} reads brought generated content. */
  boolean sawContent(int upTo) {
    advance(upTo);
    return findings.contentEvents() > 0;
  }

  /** Tokens, or events with generated content, of the first {@code upTo} reads. */
  int tokens(int upTo) {
    advance(upTo);
    return Math.max(findings.contentEvents(), findings.contentTokens());
  }

  private void advance(int upTo) {
    byte[] bytes = capture.bytes();
    for (; reads < upTo; reads++) {
      int events = findings.events();
      int content = findings.contentEvents();
      int tokens = findings.contentTokens();
      if (framing == null) {
        takeHead();
        body(bytes, capture.start(reads), capture.end(reads));
      } else {
        framing.feed(bytes, capture.start(reads), capture.end(reads), this::body);
        headIfNew(bytes);
      }
      if (findings.events() > events) {
        arrivals.add(
            capture.stamp(reads),
            findings.contentEvents() - content,
            findings.contentTokens() - tokens,
            bodyBytes - bytesBefore);
        bytesBefore = bodyBytes;
        first(capture.stamp(reads));
      }
    }
  }

  /** Notes what an arrival may be the first of. */
  private void first(long at) {
    if (visibleAt == LiveExchange.UNKNOWN && findings.visibleEvents() > 0) {
      visibleAt = at;
    }
    if (toolAt == LiveExchange.UNKNOWN && findings.toolEvents() > 0) {
      toolAt = at;
    }
  }

  private void takeHead() {
    head = exchange.head();
    headAt = exchange.headAt();
  }

  private void headIfNew(byte[] bytes) {
    if (head == null && framing.headComplete()) {
      head = ResponseHead.parse(bytes, framing.headStart(), framing.headEnd());
      headAt = capture.stamp(reads);
    }
  }

  private void body(byte[] source, int from, int to) {
    headIfNew(source);
    bodyBytes += to - from;
    if (stream && head.status() == 200 && !head.compressed()) {
      splitter.feed(source, from, to);
    }
  }

  /**
   * Takes the last line of a stream of lines, which some servers send without its end. One that is
   * cut is none, nor is one that stands alone: that is an answer in place of a stream.
   */
  private void lastLine() {
    if (exchange.failure() != null || findings.events() == 0 || findings.isDone()) {
      return;
    }
    int events = findings.events();
    int content = findings.contentEvents();
    int tokens = findings.contentTokens();
    atEnd = true;
    splitter.end();
    if (findings.events() > events) {
      long at = capture.stamp(reads - 1);
      arrivals.add(
          at,
          findings.contentEvents() - content,
          findings.contentTokens() - tokens,
          bodyBytes - bytesBefore);
      first(at);
    }
  }

  private void event(String name, byte[] data, int length) {
    boolean error = "error".equals(name);
    if (findings.isDone() || is(NULL, data, length)) {
      return;
    }
    if (is(DONE, data, length)) {
      findings.done();
      return;
    }
    try {
      reader.event(name, data, length, chunk);
    } catch (IOException e) {
      if (atEnd || name != null && ALIVE.matcher(name).matches()) {
        return;
      }
      if (error) {
        findings.error(ErrorText.of(data, length));
      } else {
        findings.malformed("an event that is " + notJson(e) + ErrorText.of(data, length));
      }
      return;
    }
    boolean nameless = name == null || name.equals("message");
    if (error
        || chunk.error
        || nameless && chunk.isSilent() && ErrorText.instead(data, length, false) != null) {
      findings.error(ErrorText.of(data, length));
    } else {
      findings.chunk(chunk);
    }
  }

  private static String notJson(IOException e) {
    boolean bytes = String.valueOf(e.getMessage()).contains("UTF-8");
    return bytes ? "not in UTF-8: " : "not a JSON object: ";
  }

  /** Whether the data is {@code word}, but for blanks around it. */
  private static boolean is(byte[] word, byte[] data, int length) {
    int from = 0;
    int end = length;
    while (from < end && isBlank(data[from])) {
      from++;
    }
    while (end > from && isBlank(data[end - 1])) {
      end--;
    }
    return Arrays.equals(data, from, end, word, 0, word.length);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** The texts of the answer, after its record; null where nobody wants them. */
  AnswerText text() {
    return chunk.text == null
        ? null
        : new AnswerText(chunk.text.toString(), chunk.reasoningText.toString());
  }

  /** The record of an exchange that has ended. */
  RequestRecord record() {
    advance(capture.reads());
    if (framing == null) {
      takeHead();
    }
    lastLine();
    byte[] body = NOTHING;
    if (head != null && (!stream || head.status() != 200 || findings.events() == 0)) {
      body = wholeBody();
      if (head.status() == 200 && !head.compressed()) {
        document(body);
      }
    }
    reader.close();
    Verdict verdict = Verdict.of(exchange, head, findings, body);
    boolean arrived = arrivals.size() > 0;
    Outgoing outgoing = exchange.outgoing();
    Labels labels = exchange.labels();
    return new RequestRecord(
        outgoing.requestId(),
        labels.stack(),
        labels.model(),
        labels.task(),
        outgoing.promptId(),
        outgoing.mode(),
        labels.load(),
        labels.trial(),
        labels.fork(),
        labels.iteration(),
        labels.thread(),
        labels.phase(),
        labels.place(),
        known(exchange.scheduled()),
        known(exchange.started()),
        exchange.connectNanos(),
        known(exchange.sent()),
        known(headAt),
        known(exchange.endedNanos()),
        head == null ? null : head.status(),
        verdict.outcome(),
        verdict.phase(),
        verdict.reason(),
        findings.finish(),
        promptTokens(),
        findings.outputTokens(),
        findings.tokenSource(),
        findings.eventTokens(),
        findings.cachedTokens(),
        outgoing.maxTokens(),
        outgoing.bodyLength(),
        exchange.inFlight(),
        arrived ? arrivals.at() : null,
        arrived ? arrivals.events() : null,
        arrived && findings.eventTokens() != null ? arrivals.tokens() : null,
        arrived ? arrivals.bytes() : null,
        findings.reasoningTokens(),
        findings.reasoningEvents(),
        stream ? findings.unknownEvents() : null,
        null,
        labels.tenant(),
        labels.conversation(),
        labels.turn(),
        findings.reasoningEvents() == null ? null : known(visibleAt),
        known(toolAt),
        exchange.wasToCancel(),
        labels.turns(),
        outgoing.prompts() > 1 ? outgoing.prompts() : null,
        outgoing.prompts() > 1 ? findings.answerTokens() : null);
  }

  private Integer promptTokens() {
    Integer told = findings.promptTokens();
    return told == null && head != null ? head.promptTokens() : told;
  }

  private static Long known(long time) {
    return time == LiveExchange.UNKNOWN ? null : time;
  }

  /** Reads a body that is one JSON document: the answer, or an error in place of a stream. */
  private void document(byte[] body) {
    boolean ended = exchange.failure() == null || exchange.failure() == Outcome.RESET;
    if (!ended || body.length == 0) {
      return;
    }
    try {
      reader.whole(body, body.length, chunk);
    } catch (IOException e) {
      if (!stream && exchange.failure() == null) {
        findings.malformed("an answer that is " + notJson(e) + ErrorText.of(body, body.length));
      }
      return;
    }
    String instead = chunk.isSilent() ? ErrorText.instead(body, body.length, true) : null;
    if (chunk.error || instead != null) {
      findings.error(ErrorText.of(body, body.length));
    } else if (!stream) {
      findings.whole(chunk);
      arrivals.add(
          capture.stamp(capture.reads() - 1),
          findings.contentEvents(),
          Math.max(0, findings.contentTokens()),
          body.length);
      first(capture.stamp(capture.reads() - 1));
    }
  }

  private byte[] wholeBody() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] bytes = capture.bytes();
    int end = capture.reads() == 0 ? 0 : capture.end(capture.reads() - 1);
    if (framing == null) {
      return Arrays.copyOf(bytes, end);
    }
    new Framing().feed(bytes, 0, end, (source, from, to) -> body.write(source, from, to - from));
    return body.toByteArray();
  }
}
