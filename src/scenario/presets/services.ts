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
  },
  "service-desk": {
    about: "People who answer the telephone when something does not work after a restart.",
    settings: {
      counts: sourced("calls", "people call when they are next at work, not at night"),
      headroom: assumed("0%", "the figure for a desk is what it answers; calls can wait in line"),
      signIns: assumed(0.01, "1 % of restarts make somebody call; count yours after the first month"),
    },
  },
};

/** Of a service without a preset, or whose preset does not say. */
export const serviceDefaults: Preset["settings"] = {
  headroom: assumed("20%", "room for what happens inside a slot"),
  background: assumed("none", "no other load was given"),
};

/** What `peers` of a service need not say. */
export const peersDefaults: Preset["settings"] = {
  promotion: assumed("15m", "no figure is published; 1/900 s is the rate of a tuned model of Skype in 2007"),
  clients: assumed(300, "a reader's comment of 2007: one supernode of Skype for 300 clients"),
  signInAgain: assumed("50%", "half of the orphans need a full sign-in in a tuned model of Skype in 2007"),
};
