/** The addresses of the brand and of control. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { root, words } from "./root.js";
import { whole } from "./whole.js";

const stores = createRoute({
  getParentRoute: () => root,
  path: "/stores",
  validateSearch: words("city"),
  component: lazyRouteComponent(whole(() => import("../stores/StoresPage.js")), "StoresPage"),
});
const store = createRoute({
  getParentRoute: () => root,
  path: "/stores/$code",
  validateSearch: words("day"),
  component: lazyRouteComponent(whole(() => import("../stores/StorePage.js")), "StorePage"),
});
const programme = createRoute({
  getParentRoute: () => root,
  path: "/programme",
  validateSearch: words("show", "version"),
  component: lazyRouteComponent(whole(() => import("../programme/ProgrammePage.js")), "ProgrammePage"),
});
const books = createRoute({
  getParentRoute: () => root,
  path: "/books",
  validateSearch: words("from", "until"),
  component: lazyRouteComponent(whole(() => import("../books/BooksPage.js")), "BooksPage"),
});
const bulk = createRoute({
  getParentRoute: () => root,
  path: "/bulk",
  component: lazyRouteComponent(whole(() => import("../bulk/BulkPage.js")), "BulkPage"),
});
const bulkFile = createRoute({
  getParentRoute: () => root,
  path: "/bulk/$id",
  component: lazyRouteComponent(whole(() => import("../bulk/FilePage.js")), "FilePage"),
});
const memberFile = createRoute({
  getParentRoute: () => root,
  path: "/bulk/members/$id",
  component: lazyRouteComponent(whole(() => import("../bulk/MemberFilePage.js")), "MemberFilePage"),
});
const feedbackFile = createRoute({
  getParentRoute: () => root,
  path: "/bulk/feedback/$id",
  component: lazyRouteComponent(whole(() => import("../bulk/FeedbackFilePage.js")), "FeedbackFilePage"),
});
const approvals = createRoute({
  getParentRoute: () => root,
  path: "/approvals",
  validateSearch: words("state"),
  component: lazyRouteComponent(whole(() => import("../approvals/ApprovalsPage.js")), "ApprovalsPage"),
});
const reveals = createRoute({
  getParentRoute: () => root,
  path: "/reveals",
  validateSearch: words("segment"),
  component: lazyRouteComponent(whole(() => import("../reveals/RevealsPage.js")), "RevealsPage"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: words("service", "actor", "action"),
  component: lazyRouteComponent(whole(() => import("../audit/AuditPage.js")), "AuditPage"),
});
const quality = createRoute({
  getParentRoute: () => root,
  path: "/quality",
  validateSearch: words("days"),
  component: lazyRouteComponent(whole(() => import("../quality/QualityPage.js")), "QualityPage"),
});
const webhooks = createRoute({
  getParentRoute: () => root,
  path: "/webhooks",
  component: lazyRouteComponent(whole(() => import("../webhooks/WebhooksPage.js")), "WebhooksPage"),
});
const webhook = createRoute({
  getParentRoute: () => root,
  path: "/webhooks/$id",
  component: lazyRouteComponent(whole(() => import("../webhooks/EndpointPage.js")), "EndpointPage"),
});
const clients = createRoute({
  getParentRoute: () => root,
  path: "/clients",
  component: lazyRouteComponent(whole(() => import("../clients/ClientsPage.js")), "ClientsPage"),
});
const explorer = createRoute({
  getParentRoute: () => root,
  path: "/explorer",
  component: lazyRouteComponent(whole(() => import("../explorer/ExplorerPage.js")), "ExplorerPage"),
});

export const control = [
  stores,
  store,
  programme,
  books,
  bulk,
  bulkFile,
  memberFile,
  feedbackFile,
  approvals,
  reveals,
  audit,
  quality,
  webhooks,
  webhook,
  clients,
  explorer,
];
