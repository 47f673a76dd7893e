package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Think;

/** How durations, paths and loads look in {@code plan.json}: as in a scenario. */
final class PlanJson {
  private PlanJson() {}

  static ObjectMapper mapper() {
    SimpleModule module = new SimpleModule();
    module.addSerializer(Path.class, new ToStringSerializer(Path.class));
    module.addDeserializer(Path.class, new PathReader());
    module.addSerializer(Duration.class, new DurationWriter());
    module.addDeserializer(Duration.class, new DurationReader());
    module.addDeserializer(Load.class, new LoadReader());
    module.addSerializer(Think.class, new ToStringSerializer(Think.class));
    module.addDeserializer(Think.class, new ThinkReader());
    module.addSerializer(Open.class, new OpenWriter());
    return JsonMapper.builder()
        .addModule(module)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build();
  }

  private static final class PathReader extends StdDeserializer<Path> {
    PathReader() {
      super(Path.class);
    }

    @Override
    public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return Path.of(parser.getText());
    }
  }

  private static final class DurationReader extends StdDeserializer<Duration> {
    DurationReader() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Durations.parse(parser.getText());
    }
  }

  /** A bare number is that of the requests in flight, as plans of earlier versions have it. */
  private static final class LoadReader extends StdDeserializer<Load> {
    LoadReader() {
      super(Load.class);
    }

    @Override
    public Load deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      JsonNode entry = parser.readValueAsTree();
      return entry.isNumber()
          ? new Closed(entry.intValue())
          : LoadEntries.loads(entry, Path.of("")).get(0);
    }
  }

  private static final class ThinkReader extends StdDeserializer<Think> {
    ThinkReader() {
      super(Think.class);
    }

    @Override
    public Think deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return Thinks.parse(parser.getText());
    }
  }

  private static final class OpenWriter extends StdSerializer<Open> {
    OpenWriter() {
      super(Open.class);
    }

    @Override
    public void serialize(Open value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeTree(LoadEntries.entry(value));
    }
  }

  private static final class DurationWriter extends StdSerializer<Duration> {
    DurationWriter() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Durations.format(value));
    }
  }
}
