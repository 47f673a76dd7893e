import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Serves a tiny model to clients that cancel, trickle, do not read, send too much or nonsense, and
 * looks at what the server holds whenever all of them are gone: live heap, memory, threads, open
 * files. Ends with 1 if that grows, or if an honest request is not answered.
 *
 * <pre>java src/test/soak/ServeSoak.java target/inferometer.jar PT2H</pre>
 */
final class ServeSoak {
  private static final int CLIENTS = 24;
  private static final Duration ROUND = Duration.ofSeconds(20);
  private static final Duration REST = Duration.ofSeconds(20);

  private final AtomicLong[] done = Stream.generate(AtomicLong::new).limit(10).toArray(AtomicLong[]::new);
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final String longText = "a ".repeat(3_900_000);
  private final int port;
  private volatile boolean running;

  private ServeSoak(int port) {
    this.port = port;
  }

  /** What the server holds. */
  private record Held(long heapKiB, long memoryMiB, long threads, long files) {}

  public static void main(String[] arguments) throws Exception {
    String jar = arguments[0];
    Duration duration = Duration.parse(arguments[1]);
    Path directory = Files.createTempDirectory("soak");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    new ProcessBuilder(java, "-jar", jar, "model", directory + "/m", "--size", "tiny")
        .inheritIO()
        .start()
        .waitFor();
    Process serve =
        new ProcessBuilder(
                java, "-jar", jar, "serve", "--model", directory + "/m", "--port", "0", "--max-queue", "32")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = serve.inputReader()) {
      String ready = out.readLine();
      while (!ready.startsWith("serving")) {
        ready = out.readLine();
      }
      new Thread(() -> out.lines().forEach(line -> System.out.println("server: " + line))).start();
      int port = Integer.parseInt(ready.replaceAll(".*:(\\d+) .*", "$1"));
      long pid = serve.descendants().mapToLong(ProcessHandle::pid).max().orElse(serve.pid());
      boolean flat = new ServeSoak(port).run(pid, duration);
      System.exit(flat ? 0 : 1);
    } finally {
      serve.destroy();
      serve.waitFor(20, TimeUnit.SECONDS);
      serve.destroyForcibly();
    }
  }

  private boolean run(long pid, Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    List<Held> history = new ArrayList<>();
    System.out.println("round, live heap KiB, memory MiB, threads, files, requests of each kind");
    for (int round = 0; System.nanoTime() < end || round < 4; round++) {
      round(round);
      Thread.sleep(REST.toMillis());
      Held held = held(pid);
      history.add(held);
      System.out.printf(
          "%d, %d, %d, %d, %d, %s, %d refused, %d failed%n",
          round,
          held.heapKiB,
          held.memoryMiB,
          held.threads,
          held.files,
          List.of(done),
          refused.get(),
          failed.get());
    }
    // The first rounds load classes and fill caches.
    Held first = history.get(Math.max(1, history.size() / 4));
    Held last = history.get(history.size() - 1);
    boolean flat =
        last.heapKiB < first.heapKiB * 1.1 + 1024
            && last.memoryMiB < first.memoryMiB * 1.25 + 64
            && last.threads <= first.threads + 4
            && last.files <= first.files + 4;
    System.out.println(flat && failed.get() == 0 ? "flat" : "NOT flat, or requests failed");
    return flat && failed.get() == 0;
  }

  private void round(int round) throws InterruptedException {
    running = true;
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    for (int i = 0; i < CLIENTS; i++) {
      Random random = new Random(1000L * round + i);
      int kind = i;
      clients.execute(() -> client(kind, random));
    }
    Thread.sleep(ROUND.toMillis());
    running = false;
    clients.shutdown();
    clients.awaitTermination(60, TimeUnit.SECONDS);
  }

  private void client(int number, Random random) {
    while (running) {
      int kind = number < 4 ? 0 : random.nextInt(done.length);
      try {
        ask(kind, random);
      } catch (IOException e) {
        // What the others do ends so, when they are hung up on.
        if (kind == 0) {
          System.out.println("an honest request failed: " + e);
          failed.incrementAndGet();
        }
      } catch (InterruptedException e) {
        return;
      }
      done[kind].incrementAndGet();
    }
  }

  private void ask(int kind, Random random) throws IOException, InterruptedException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      switch (kind) {
        case 0 -> honest(socket, random);
        case 1 -> {
          // Cancelled: in the middle of the answer, or before it.
          out.write(post("/v1/completions", prompt("tell a story", 800, true)));
          if (random.nextBoolean()) {
            in.readNBytes(200 + random.nextInt(2000));
          }
          socket.setSoLinger(random.nextBoolean(), 0);
        }
        case 2 -> {
          // Trickles a body until it is hung up on, or gives up.
          out.write(head("/v1/completions", 100_000));
          for (int i = random.nextInt(200); i > 0 && running; i--) {
            out.write(' ');
            Thread.sleep(100);
          }
        }
        case 3 -> {
          // Does not read its answer.
          socket.setReceiveBufferSize(1024);
          out.write(post("/v1/completions", prompt("x", 900, true)));
          Thread.sleep(random.nextInt(3000));
        }
        case 4 -> {
          out.write(head("/v1/completions", 99_999_999_999L));
          in.readNBytes(100);
        }
        case 5 -> {
          out.write(post("/v1/completions", "{\"prompt\":\"" + longText + "\"}"));
          in.readNBytes(100);
        }
        case 6 -> {
          byte[] nonsense = new byte[random.nextInt(2000)];
          random.nextBytes(nonsense);
          out.write(post("/v1/chat/completions", new String(nonsense, StandardCharsets.ISO_8859_1)));
          in.readNBytes(100);
        }
        case 7 -> {
          byte[] nonsense = new byte[random.nextInt(2000)];
          random.nextBytes(nonsense);
          out.write(nonsense);
          socket.shutdownOutput();
          in.readNBytes(100);
        }
        case 8 -> {
          // Half a request head, then silence.
          out.write("POST /v1/completions HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
          Thread.sleep(random.nextInt(3000));
        }
        default -> {
          String chat =
              "{\"messages\":[{\"role\":\"%s\",\"content\":%s}],\"max_tokens\":%d}"
                  .formatted(
                      random.nextBoolean() ? "user" : "wizard",
                      random.nextBoolean() ? "\"Hi\"" : "[[[[{}]]]]",
                      random.nextInt(20) - 5);
          out.write(post("/v1/chat/completions", chat));
          in.readNBytes(100);
        }
      }
    }
  }

  private void honest(Socket socket, Random random) throws IOException {
    boolean stream = random.nextBoolean();
    socket.getOutputStream().write(post("/v1/completions", prompt("Once", 20, stream)));
    String answer =
        new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (answer.startsWith("HTTP/1.1 429")) {
      refused.incrementAndGet();
    } else if (!answer.contains(stream ? "[DONE]" : "\"completion_tokens\":20")) {
      throw new IOException("answered " + answer.substring(0, Math.min(200, answer.length())));
    }
  }

  private static String prompt(String text, int tokens, boolean stream) {
    return "{\"prompt\":\"%s\",\"max_tokens\":%d,\"ignore_eos\":true,\"stream\":%s}"
        .formatted(text, tokens, stream);
  }

  private static byte[] head(String path, long length) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
        .formatted(path, length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] post(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    byte[] head = head(path, bytes.length);
    byte[] both = java.util.Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, both, head.length, bytes.length);
    return both;
  }

  private static Held held(long pid) throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process histogram =
        new ProcessBuilder(jcmd, String.valueOf(pid), "GC.class_histogram").start();
    String total = "";
    try (BufferedReader lines = histogram.inputReader()) {
      for (String line; (line = lines.readLine()) != null; ) {
        total = line.startsWith("Total") ? line : total;
      }
    }
    Path proc = Path.of("/proc", String.valueOf(pid));
    String status = Files.readString(proc.resolve("status"));
    try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
      return new Held(
          total.isEmpty() ? -1 : Long.parseLong(total.strip().split("\\s+")[2]) >> 10,
          number(status, "VmRSS") >> 10,
          number(status, "Threads"),
          files.count());
    }
  }

  private static long number(String status, String key) {
    return status
        .lines()
        .filter(line -> line.startsWith(key + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(-1);
  }
}
