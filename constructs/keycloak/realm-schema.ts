import { z } from "zod";
import { textForm } from "../model/text-form";
import { duration } from "../model/units";
import { url } from "../model/url";
import { clientsSchema } from "./client-schema";
import { entityName, personName, roleName, userName } from "./names";

const passwordPolicy = () =>
  z
    .strictObject({
      length: z.int().min(8).max(128).default(12).describe("Fewest characters."),
      digits: z.int().min(0).optional().describe("Fewest digits. Default: none needed."),
      upperCase: z.int().min(0).optional().describe("Fewest capital letters. Default: none needed."),
      lowerCase: z.int().min(0).optional().describe("Fewest small letters. Default: none needed."),
      specialCharacters: z.int().min(0).optional().describe("Fewest other characters. Default: none needed."),
      history: z.int().min(0).max(50).default(3).describe("How many earlier passwords may not come again."),
      notUsername: z.boolean().default(true).describe("Whether the user's name and mail address are refused."),
    })
    .prefault({});

const bruteForce = () =>
  z
    .strictObject({
      failures: z.int().min(3).max(1000).default(10).describe("Failed logins in a row after which a user has to wait."),
      waitIncrement: duration().prefault("1m").describe("Time that each further round adds to the wait."),
      maxWait: duration().prefault("15m").describe("Longest wait."),
      resetAfter: duration().prefault("12h").describe("Time after which failures are forgotten."),
      lockPermanently: z.boolean().default(false).describe("Whether an administrator has to unlock a user."),
    })
    .prefault({});

const tokens = () =>
  z
    .strictObject({
      access: duration()
        .prefault("5m")
        .describe("Life of an access token. It cannot be called back, so keep it short."),
      sessionIdle: duration().prefault("30m").describe("Time without a refresh after which a session ends."),
      sessionMax: duration().prefault("10h").describe("Longest session."),
      offlineIdle: duration().prefault("30d").describe("Time without a refresh after which an offline session ends."),
      actionLink: duration().prefault("12h").describe("Life of links in mails, such as those that reset a password."),
      rotateRefreshTokens: z.boolean().default(true).describe("Whether a refresh token works once."),
    })
    .prefault({});

const login = () =>
  z
    .strictObject({
      registration: z.boolean().default(false).describe("Whether people may make accounts of their own."),
      byEmail: z.boolean().default(true).describe("Whether a mail address may stand for the user's name."),
      rememberMe: z.boolean().default(false).describe("Whether sessions may outlive the browser."),
      resetPassword: z
        .boolean()
        .optional()
        .describe("Whether people may reset passwords by mail. Default: when there is SMTP."),
      verifyEmail: z.boolean().optional().describe("Whether mail addresses are verified. Default: when there is SMTP."),
    })
    .prefault({});

/** Schema of a realm role. */
const roleSchema = () =>
  z.strictObject({
    description: z.string().max(255).default("").describe("What the role is for. Default: nothing is said."),
    includes: z.array(roleName()).default([]).describe("Realm roles that come with it."),
  });

/** Schema of a user who is made when absent, and never touched afterwards. */
const userSchema = () =>
  z.strictObject({
    email: z.email().describe("Mail address."),
    firstName: personName().describe("First name, which Keycloak asks for."),
    lastName: personName().describe("Last name, which Keycloak asks for."),
    roles: z.array(roleName()).default([]).describe("Realm roles that the user begins with."),
  });

const mailAddress = () => z.email();

/** What of the mail settings is data; the relay and the password are references. */
export const smtpSchema = () =>
  z.strictObject({
    from: mailAddress().describe("Sender's address."),
    fromName: z.string().max(255).optional().describe("Sender's name. Default: the realm's display name."),
    replyTo: mailAddress().optional().describe("Where answers go. Default: to the sender."),
    security: z
      .enum(["tls", "starttls"])
      .optional()
      .describe(
        "`tls`: from the first byte. `starttls`: after a greeting, which somebody on the way could suppress. Default: `tls` at port 465, else `starttls`.",
      ),
    user: z.string().min(1).optional().describe("Who logs in at the relay. Default: nobody does."),
  });

/** What of an identity provider is data; its endpoint and secret are references. */
export const identityProviderSchema = () =>
  z.strictObject({
    displayName: z.string().min(1).max(255).describe("What the login page calls it."),
    issuer: textForm({
      pattern: /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[A-Za-z0-9._~-]+)*\/?$/,
      message: "not an issuer",
      allowed: "an https url, for example https://id.example/realms/staff",
    }).describe("What its tokens name as `iss`."),
    authorizationUrl: url(["https"]).describe("Where browsers are sent to."),
    tokenUrl: url(["https"]).describe("Where codes are exchanged."),
    jwksUrl: url(["https"]).describe("Where its keys are."),
    logoutUrl: url(["https"]).optional().describe("Where sessions end. Default: they end here alone."),
    clientId: z.string().min(1).max(255).describe("Our client there."),
    scopes: z
      .array(z.string().regex(/^[\w.:/-]+$/))
      .default(["openid", "profile", "email"])
      .describe("What is asked for."),
    trustEmail: z.boolean().default(false).describe("Whether its word on mail addresses is taken."),
  });

/** Characters of the password that a user begins with. They are any of `A-Z a-z 0-9 _ -`. */
const GENERATED_PASSWORD = 40;

/** Rules about which characters a password has. */
const CHANCE = ["digits", "upperCase", "lowerCase", "specialCharacters"] as const;

/** Schema of a realm's data. */
export const realmSchema = () =>
  z
    .strictObject({
      name: entityName()
        .optional()
        .describe("Name of the realm, part of the issuer's url. Default: the platform's id."),
      displayName: z
        .string()
        .min(1)
        .max(255)
        .optional()
        .describe("What the login page shows. Default: the realm's name."),
      clients: clientsSchema().describe("Clients, by id."),
      roles: z.record(roleName(), roleSchema()).default({}).describe("Realm roles, by name."),
      users: z
        .record(userName(), userSchema())
        .default({})
        .describe(
          "Users to begin with, by name. Each gets a generated password, to be changed at the first login; afterwards they are left alone.",
        ),
      login: login().describe("What the login page offers."),
      passwordPolicy: passwordPolicy().describe("What a password must be like."),
      bruteForce: bruteForce().describe("How guessing is slowed down."),
      tokens: tokens().describe("How long tokens and sessions live."),
    })
    .superRefine(({ clients, roles, users, passwordPolicy: policy }, context) => {
      const refuse = (path: readonly string[], input: unknown, message: string, allowed: string): void =>
        void context.addIssue({ code: "custom", path: [...path], message, input, params: { allowed } });
      const owners = new Map<string, string>();
      for (const [name, { email }] of Object.entries(users)) {
        const owner = owners.get(email.toLowerCase());
        owners.set(email.toLowerCase(), name);
        if (owner === undefined) continue;
        refuse(
          ["users", name, "email"],
          email,
          `it is the mail address of ${owner} too`,
          "an address of the user's own",
        );
      }
      if (Object.keys(users).length > 0) {
        for (const rule of CHANCE) {
          const amount = policy[rule] ?? 0;
          if (amount === 0) continue;
          const message =
            "generated passwords of `users` meet this rule by chance alone, and Keycloak would refuse one";
          refuse(["passwordPolicy", rule], amount, message, "no such rule, or no users: make them by hand");
        }
        if (policy.length > GENERATED_PASSWORD) {
          const message = "generated passwords of `users` are shorter";
          refuse(["passwordPolicy", "length"], policy.length, message, `${GENERATED_PASSWORD} at most`);
        }
      }
      const known = new Set(Object.keys(roles));
      const check = (path: readonly string[], names: readonly string[]): void => {
        for (const name of names) {
          if (known.has(name)) continue;
          refuse(path, name, "no such role is declared", [...known].sort().join(" | ") || "none is declared");
        }
      };
      for (const [name, role] of Object.entries(roles)) check(["roles", name, "includes"], role.includes);
      for (const [name, user] of Object.entries(users)) check(["users", name, "roles"], user.roles);
      for (const [name, client] of Object.entries(clients))
        check(["clients", name, "serviceRoles"], client.serviceRoles);
    });

/** Mail settings with every default filled in. */
export type SmtpSpec = z.output<ReturnType<typeof smtpSchema>>;

/** An identity provider's data with every default filled in. */
export type IdentityProviderSpec = z.output<ReturnType<typeof identityProviderSchema>>;

/** A realm's data with every default filled in. */
export type RealmSpec = z.output<ReturnType<typeof realmSchema>>;
