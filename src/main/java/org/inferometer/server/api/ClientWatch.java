package org.inferometer.server.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices clients that close their connection while they wait for an answer. The JDK's server does
 * not read from a connection meanwhile, so the state of the connection is looked up in Linux's
 * {@code /proc/net/tcp}, ten times a second and only while there is somebody to watch; less often
 * where the tables are so long that looking would take more than a twentieth of a processor.
 * Elsewhere a lost client is noticed when writing to it fails.
 *
 * <p>A client that sends nothing more may still listen: {@code shutdown(SHUT_WR)} looks like {@code
 * close} from here. Only what is written to it tells, because the system of a client that is gone
 * answers with a reset, upon which the connection disappears from the tables.
 */
final class ClientWatch implements AutoCloseable {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final String CLOSE_WAIT = "08";
  private static final String MAPPED = "0000000000000000FFFF0000";
  // The tables may miss a connection when others come and go while they are read.
  private static final int TIMES_MISSING = 5;
  private static final long PERIOD_MILLIS = 100;
  private static final int MISSING_AFTER_SILENCE = 2;
  private static final int REST = 20;

  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "client-watch");
            thread.setDaemon(true);
            return thread;
          });

  ClientWatch() {
    if (Files.isReadable(TABLES.get(0))) {
      lookAfter(PERIOD_MILLIS);
    }
  }

  /**
   * Watches the exchange's client until the watch is closed.
   *
   * @param onSilent called once if the client sends nothing more: something is to be written to it
   * @param onGone called once if the client is gone
   */
  Watch watch(HttpExchange exchange, Runnable onSilent, Runnable onGone) {
    String connection = key(exchange.getLocalAddress()) + " " + key(exchange.getRemoteAddress());
    Watch watch = new Watch(connection, onSilent, onGone);
    watches.add(watch);
    return watch;
  }

  private void lookAfter(long millis) {
    timer.schedule(this::lookOnAndOn, millis, TimeUnit.MILLISECONDS);
  }

  private void lookOnAndOn() {
    long begin = CPU.getCurrentThreadCpuTime();
    try {
      look();
    } finally {
      long took = TimeUnit.NANOSECONDS.toMillis(CPU.getCurrentThreadCpuTime() - begin);
      if (!timer.isShutdown()) {
        lookAfter(Math.max(PERIOD_MILLIS, REST * took));
      }
    }
  }

  private void look() {
    if (watches.isEmpty()) {
      return;
    }
    Set<Watch> before = Set.copyOf(watches);
    Map<String, String> states = new HashMap<>();
    try {
      for (Path table : TABLES) {
        if (Files.exists(table)) {
          read(table, states);
        }
      }
    } catch (IOException e) {
      return;
    }
    for (Watch watch : before) {
      watch.see(states.get(watch.connection));
    }
  }

  private static void read(Path table, Map<String, String> states) throws IOException {
    for (String line : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
      String[] fields = line.strip().split("\\s+", 5);
      if (fields.length == 5) {
        states.put(unmapped(fields[1]) + " " + unmapped(fields[2]), fields[3]);
      }
    }
  }

  private static String unmapped(String address) {
    return address.startsWith(MAPPED) ? address.substring(MAPPED.length()) : address;
  }

  /** The table's spelling: words of 32 bits in the machine's byte order, then the port. */
  private static String key(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    ByteBuffer words = ByteBuffer.wrap(host.getAddress()).order(ByteOrder.nativeOrder());
    StringBuilder key = new StringBuilder();
    while (words.hasRemaining()) {
      key.append("%08X".formatted(words.getInt()));
    }
    return key.append(":%04X".formatted(address.getPort())).toString();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** One client being watched. */
  final class Watch implements AutoCloseable {
    private final String connection;
    private final Runnable onSilent;
    private final Runnable onGone;
    private boolean silent;
    private int missing;

    private Watch(String connection, Runnable onSilent, Runnable onGone) {
      this.connection = connection;
      this.onSilent = onSilent;
      this.onGone = onGone;
    }

    private void see(String state) {
      missing = state == null ? missing + 1 : 0;
      int enough = silent ? MISSING_AFTER_SILENCE : TIMES_MISSING;
      if (missing >= enough && watches.remove(this)) {
        onGone.run();
      } else if (CLOSE_WAIT.equals(state) && !silent) {
        silent = true;
        onSilent.run();
      }
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }
}
