package ai.fullpotential.orchestrator.deploy;

/** What a proxy in front of the service does with the prefix /orchestrator. */
enum PrefixStyle {
  KEPT("deploy/nginx/prefix-kept.conf"),
  STRIPPED("deploy/nginx/prefix-stripped.conf");

  private final String file;

  PrefixStyle(String file) {
    this.file = file;
  }

  String text() {
    return Checkout.text(file);
  }

  NginxConf conf() {
    return NginxConf.parse(text());
  }
}
