package ai.fullpotential.orchestrator.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/** Lets a record hold JSON that is written as it is. */
final class JsonTextSerializer extends JsonSerializer<JsonText> {

  @Override
  public void serialize(JsonText value, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeRawValue(value.toString());
  }
}
