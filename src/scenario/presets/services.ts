/** What sign-ins meet. A preset never has a capacity: that number is the admin's own. */
import { assumed, type Preset, sourced } from "./setting.js";

export const servicePresets: Readonly<Record<string, Preset>> = {
  "vpn-concentrator": {
    about: "A VPN gateway: people who are away sign in when they are next there.",
    settings: {
      counts: sourced("signIns", "each tunnel is one authentication"),
      headroom: assumed("40%", "set-up bursts inside a slot, and tunnels that drop and come again"),
      signIns: assumed(1, "every sign-in passes the gateway; give a share where only some people are away"),
    },
    retries: {
      backoff: assumed("30s", "clients reconnect after 15 to 60 s; 30 s is between"),
      giveUp: assumed("20%", "five attempts, then a person leaves it for later"),
      failureCost: assumed("70%", "key exchange and handshake are done before an attempt fails"),
    },
  },
  "vdi-broker": {
    about: "A desktop broker or hypervisor: each restart is a power-on operation.",
    settings: {
      counts: sourced(
        "restarts",
        "VMware Horizon sizing: power operations a minute are what is limited; read 2026-11",
      ),
      headroom: assumed("20%", "published limits are of tested operations and already careful"),
    },
    retries: {
      backoff: assumed("60s", "a client asks for its desktop again about once a minute"),
      giveUp: assumed("33.33%", "three attempts, then a person calls the desk or waits"),
      failureCost: assumed("50%", "an attempt that times out has half of its work done"),
    },
  },
  "radius-802.1x": {
    about: "RADIUS servers of a wired or wireless network with 802.1X.",
    settings: {
      counts: sourced("signIns", "each authentication is one exchange"),
      headroom: assumed(
        "40%",
        "a client that fails holds off 60 s and comes again (switch defaults), so bursts echo",
      ),
      signIns: assumed(2, "the machine authenticates at boot and again when a person signs in to it"),
    },
    retries: {
      backoff: sourced(
        "60s",
        "HP E3800 and Dell S4048 manuals: the quiet period after a failed authentication is 60 s; read 2026-11",
      ),
      giveUp: assumed("2%", "switches try without end; a few people take out the cable"),
      failureCost: assumed("50%", "an exchange that times out has half of its messages done"),
    },
  },
  "active-directory": {
    about: "Domain controllers.",
    settings: {
      counts: sourced("signIns", "each sign-in is one Kerberos exchange with its tickets"),
      headroom: sourced(
        "60%",
        "AD DS capacity planning, learn.microsoft.com: plan for 40 % of the processor; read 2026-11",
      ),
    },
    retries: {
      backoff: assumed(
        "10s",
        "the Kerberos client waits 10 s for an answer, and 10 s more before it asks again",
      ),
      giveUp: assumed("33.33%", "three attempts, then the sign-in is made from cached credentials"),
      failureCost: assumed("60%", "the exchange is mostly done when its answer comes too late"),
    },
  },
  "voip-registrar": {
    about: "A SIP registrar: telephones that register again after a restart.",
    settings: {
      counts: sourced("signIns", "RFC 3261: each registration is one transaction, with its challenge"),
      headroom: assumed("50%", "turning a registration away costs nearly as much as accepting it"),
    },
    retries: {
      backoff: assumed(
        { base: "45s", cap: "22m30s" },
        "RFC 5626's rule, 50 to 100 % of a wait that doubles from 30 s to 30 min: 45 s on average after the first failure",
      ),
      giveUp: assumed("0%", "telephones try without end"),
      failureCost: assumed(
        "85%",
        "On the performance of SIP overload control, arXiv 0807.1160: turning away costs nearly as much as serving",
      ),
    },
  },
  "p2p-overlay": {
    about: "The login service of a peer-to-peer network, such as Skype's in 2007; give its `peers` too.",
    settings: {
      counts: sourced("signIns", "each client signs in to the overlay once after a restart"),
      headroom: assumed("10%", "a tuned model of Skype in 2007 plans to 90 %"),
    },
    retries: {
      backoff: assumed({ base: "60s", cap: "30m" }, "of a tuned model of Skype in 2007"),
      giveUp: assumed("0%", "clients try without end as long as they run"),
      failureCost: assumed("2%", "of a tuned model of Skype in 2007: refusing is cheap"),
    },
  },
  "service-desk": {
    about: "People who answer the telephone when something does not work after a restart.",
    settings: {
      counts: sourced("calls", "people call when they are next at work, not at night"),
      headroom: assumed("5%", "within a slot calls come unevenly: some minutes are a little above its mean"),
      signIns: assumed(0.01, "1 % of restarts make somebody call; count yours after the first month"),
    },
    retries: {
      backoff: assumed("15m", "who is not answered calls again after a quarter of an hour"),
      giveUp: assumed("30%", "three calls, then people help themselves or write"),
      failureCost: assumed("5%", "a call that nobody answers keeps nobody from others"),
    },
  },
};

/** Of a service without a preset, or whose preset does not say. */
export const serviceDefaults: Preset["settings"] = {
  headroom: assumed("20%", "room for what happens inside a slot"),
  background: assumed("none", "no other load was given"),
};

/** What `retries` of a service without a preset need not say. */
export const retriesDefaults: NonNullable<Preset["retries"]> = {
  backoff: assumed("30s", "clients that are turned away try again within a minute"),
  giveUp: assumed("10%", "ten attempts, then a client stops or a person does"),
  failureCost: assumed("50%", "an attempt that fails has half of its work done"),
};

/** What `peers` of a service need not say. */
export const peersDefaults: Preset["settings"] = {
  promotion: assumed("15m", "no figure is published; 1/900 s is the rate of a tuned model of Skype in 2007"),
  clients: assumed(300, "a reader's comment of 2007: one supernode of Skype for 300 clients"),
  signInAgain: assumed("50%", "half of the orphans need a full sign-in in a tuned model of Skype in 2007"),
};
