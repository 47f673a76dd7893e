package org.inferometer.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.inferometer.machine.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Outcome;

/**
 * An exchange that Apache HttpComponents carries; keeps bodies, stamped where they are handed over.
 *
 * <p>Two limits of HttpCore 5.4: what it decodes together with something malformed, such as a chunk
 * in front of a chunk size that is none, is lost, because {@code ChunkDecoder.read} throws instead
 * of returning it; and {@code AbstractMessageParser.parse} takes a head that is cut off inside a
 * line for a whole one, if what there is of the line could be one.
 */
final class ComponentsExchange extends LiveExchange implements AsyncClientExchangeHandler {
  private static final int MOST_INTERIM = 1000;

  private final ComponentsConnector connector;
  private final AtomicBoolean over = new AtomicBoolean();
  private final ByteBuffer body;
  private volatile Future<IOSession> opening;
  private volatile IOSession session;
  private volatile long lastAnswer = UNKNOWN;
  private boolean keeps;
  private int interim;

  ComponentsExchange(
      Outgoing outgoing, Labels labels, ComponentsConnector connector, long scheduled, int flying) {
    super(outgoing, labels, new CapturePool(0), scheduled, flying);
    this.connector = connector;
    this.body = outgoing.body();
  }

  /** Its connection is being opened, which is given up where it has ended. */
  void awaits(Future<IOSession> connection) {
    opening = connection;
    if (over.get()) {
      connection.cancel(true);
    }
  }

  /**
   * Gives it its connection, which is closed, and false the answer, where it has ended already.
   *
   * @param since when the connection's last answer ended
   */
  boolean over(IOSession carrier, long since) {
    lastAnswer = since;
    session = carrier;
    if (over.get()) {
      carrier.close(CloseMode.IMMEDIATE);
      return false;
    }
    return true;
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    startedAt(Clock.nanos());
    Endpoint to = connector.endpoint();
    HttpHost host = new HttpHost(to.address().scheme(), to.address().host(), to.address().port());
    HttpRequest request = new BasicHttpRequest("POST", host, to.path(outgoing().mode()));
    request.addHeader("Accept", to.accept(outgoing().mode()));
    request.addHeader("Accept-Encoding", "identity");
    request.addHeader("X-Request-Id", requestId());
    to.allHeaders().forEach(request::addHeader);
    EntityDetails details = new BasicEntityDetails(body.remaining(), ContentType.APPLICATION_JSON);
    channel.sendRequest(request, details, context);
  }

  @Override
  public int available() {
    return body.remaining();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    channel.write(body);
    if (!body.hasRemaining()) {
      channel.endStream(null);
      sentAt(Clock.nanos());
    }
  }

  @Override
  public void consumeResponse(HttpResponse response, EntityDetails entity, HttpContext context) {
    long now = Clock.nanos();
    headAt(
        now,
        new ResponseHead(
            response.getCode(),
            value(response.getFirstHeader("Content-Type")),
            value(response.getFirstHeader("Content-Encoding")),
            value(response.getFirstHeader("Location")),
            ResponseHead.count(value(response.getFirstHeader(ResponseHead.PROMPT_TOKENS)))));
    keeps = DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, response, context);
    if (entity == null) {
      finish(now, null, null, reusable());
    }
  }

  private static String value(Header header) {
    return header == null ? null : header.getValue();
  }

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context) {
    if (++interim > MOST_INTERIM) {
      String reason = "more than " + MOST_INTERIM + " interim answers";
      finish(Clock.nanos(), Outcome.MALFORMED, reason, false);
    }
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer source) {
    long now = Clock.nanos();
    if (over.get()) {
      source.position(source.limit());
      return;
    }
    try {
      capture().append(source, now);
    } catch (OutOfMemoryError e) {
      finish(now, Outcome.MALFORMED, "the client could not read it: " + e, false);
      return;
    }
    arrived();
    if (capture().size() > connector.maxBytes()) {
      String reason = "an answer of more than " + connector.maxBytes() + " bytes";
      finish(now, Outcome.MALFORMED, reason, false);
    }
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    finish(Clock.nanos(), null, null, reusable());
  }

  /**
   * Not where the server closes, which the library does on its own, nor in the middle of sending.
   */
  private boolean reusable() {
    return keeps && !body.hasRemaining();
  }

  @Override
  public void failed(Exception cause) {
    long now = Clock.nanos();
    boolean cut =
        cause instanceof ConnectionClosedException || cause instanceof TruncatedChunkException;
    if (cut && head() != null) {
      String reason = "the server closed the connection in the middle of its answer";
      finish(now, Outcome.TRUNCATED, reason, false);
    } else if (cause instanceof MalformedChunkCodingException
        || cause instanceof MessageConstraintException
        || cause instanceof IllegalArgumentException
        || cause instanceof HttpException) {
      finish(now, Outcome.MALFORMED, String.valueOf(cause.getMessage()), false);
    } else if (head() == null) {
      connector.lostAfter(lastAnswer);
      finish(now, Outcome.RESET, LOST_BEFORE + cause.getMessage(), false);
    } else {
      finish(now, Outcome.RESET, "connection lost: " + cause.getMessage(), false);
    }
  }

  /** There is no connection to carry it. */
  void notConnected(Throwable cause) {
    boolean late = cause instanceof SocketTimeoutException;
    finish(
        Clock.nanos(),
        late ? Outcome.CONNECT_TIMEOUT : Outcome.REFUSED,
        "cannot connect: " + Trust.why(cause),
        false);
  }

  @Override
  public void cancel() {
    finish(Clock.nanos(), Outcome.CANCELLED, "cancelled by the client", false);
  }

  /** Ends it unless it has ended, and gives its connection back or up. */
  void finish(long now, Outcome why, String reason, boolean reusable) {
    if (over.compareAndSet(false, true)) {
      connector.ended(this);
      Future<IOSession> awaited = opening;
      if (awaited != null) {
        awaited.cancel(true);
      }
      IOSession carrier = session;
      if (carrier != null && reusable) {
        connector.keep(carrier, now);
      } else if (carrier != null) {
        carrier.close(why == null ? CloseMode.GRACEFUL : CloseMode.IMMEDIATE);
      }
      end(now, why, reason);
    }
  }

  @Override
  boolean bodyBegun() {
    return capture().reads() > 0;
  }

  @Override
  boolean framed() {
    return false;
  }

  @Override
  boolean headCame() {
    return head() != null;
  }

  @Override
  public void releaseResources() {}
}
