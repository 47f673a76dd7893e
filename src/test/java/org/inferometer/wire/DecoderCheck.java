package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;

/** Compares the decoder's record of an answer with what {@link ReferenceDecoder} says of it. */
final class DecoderCheck {
  private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private DecoderCheck() {}

  /**
   * Sends {@code body} through the decoder in chunks and reads of the given sizes.
   *
   * @param dialect of the request
   * @param chunk size of the chunks it is framed in; 0 sends it until the connection closes
   * @param reads sizes of the reads, taken in turn
   */
  static void check(byte[] body, String dialect, int chunk, int... reads) {
    byte[] head = head(chunk).getBytes(StandardCharsets.US_ASCII);
    byte[] wire = concat(head, chunk == 0 ? body : chunked(body, chunk));
    int[] ends = ends(wire.length, reads);
    long[] stamps = IntStream.rangeClosed(1, ends.length).mapToLong(i -> i).toArray();
    RequestRecord record = replay(dialect, wire, ends, stamps);

    boolean asked = Protocols.spoken(dialect).continuousUsage();
    ReferenceDecoder truth = new ReferenceDecoder(body, body.length, asked);
    if (truth.odd) {
      return;
    }
    assertThat(contentUpTo(record, ends.length)).isEqualTo(truth.content);
    assertThat(record.finish()).isEqualTo(truth.finish);
    assertThat(record.promptTokens()).isEqualTo(truth.promptTokens);
    assertThat(record.cachedTokens()).isEqualTo(truth.cachedTokens);
    assertThat(record.eventTokens())
        .isEqualTo(
            truth.content > 0 && truth.everyEventTells && truth.tokens > 0 ? truth.tokens : null);
    if (truth.finalUsage != null) {
      assertThat(record.outputTokens()).isEqualTo(truth.finalUsage);
    }
    if (truth.error) {
      assertThat(record.outcome()).isEqualTo(Outcome.STREAM_ERROR);
    } else if (truth.done) {
      assertThat(record.outcome()).isEqualTo(truth.content > 0 ? Outcome.OK : Outcome.EMPTY);
    } else if (truth.content > 0) {
      assertThat(record.outcome()).isEqualTo(Outcome.TRUNCATED);
    }
    for (int i = 0; i < ends.length; i++) {
      int known = bodyLength(chunk, ends[i] - head.length, body.length);
      ReferenceDecoder sofar = new ReferenceDecoder(body, known, asked);
      assertThat(contentUpTo(record, stamps[i])).as("after read %s", i).isEqualTo(sofar.content);
    }
  }

  /**
   * Sends any bytes through the decoder; they may mean nothing, and must do no harm.
   *
   * @param dialect of the request, as {@link Protocols#spoken} reads it
   */
  static void survive(byte[] wire, String dialect, int... reads) {
    if (wire.length == 0) {
      return;
    }
    int[] whole = {wire.length};
    int[] ends = ends(wire.length, reads);
    RequestRecord once = replay(dialect, wire, whole, new long[] {1});
    RequestRecord pieces =
        replay(
            dialect, wire, ends, IntStream.rangeClosed(1, ends.length).mapToLong(i -> i).toArray());

    assertThat(pieces.outcome()).isEqualTo(once.outcome());
    assertThat(pieces.status()).isEqualTo(once.status());
    assertThat(pieces.outputTokens()).isEqualTo(once.outputTokens());
    assertThat(contentUpTo(pieces, ends.length)).isEqualTo(contentUpTo(once, 1));
  }

  private static RequestRecord replay(String dialect, byte[] wire, int[] ends, long[] stamps) {
    Outgoing outgoing =
        new RequestEncoder(Wire.endpoint(NOWHERE, dialect))
            .encode(
                new org.inferometer.dataset.Prompt("p", "x", null),
                Wire.GENERATION,
                Mode.STREAM,
                "r");
    return Replay.of(outgoing, Wire.labels(Mode.STREAM), wire, ends, stamps);
  }

  private static int contentUpTo(RequestRecord record, long stamp) {
    int content = 0;
    for (int i = 0; record.at() != null && i < record.at().length; i++) {
      content += record.at()[i] <= stamp ? record.events()[i] : 0;
    }
    return content;
  }

  private static String head(int chunk) {
    return HEAD + (chunk == 0 ? "\r\n" : "transfer-encoding: chunked\r\n\r\n");
  }

  private static byte[] chunked(byte[] body, int size) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (int from = 0; from < body.length; from += size) {
      byte[] part = Arrays.copyOfRange(body, from, Math.min(body.length, from + size));
      wire.writeBytes(
          (Integer.toHexString(part.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      wire.writeBytes(part);
      wire.writeBytes(new byte[] {'\r', '\n'});
    }
    wire.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return wire.toByteArray();
  }

  /** Bytes of the body among the first {@code count} bytes after the head. */
  private static int bodyLength(int chunk, int count, int length) {
    if (count <= 0 || chunk == 0) {
      return Math.max(0, count);
    }
    int body = 0;
    int left = count;
    while (body < length && left > 0) {
      int size = Math.min(chunk, length - body);
      left -= Integer.toHexString(size).length() + 2;
      body += Math.max(0, Math.min(size, left));
      left -= size + 2;
    }
    return body;
  }

  private static int[] ends(int length, int... sizes) {
    int[] ends = new int[length];
    int count = 0;
    for (int end = 0; end < length; count++) {
      end = Math.min(length, end + Math.max(1, sizes[count % sizes.length]));
      ends[count] = end;
    }
    return Arrays.copyOf(ends, count);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
