// Every closed set of strings of the contract, with its values in the contract's order.
import FactoryContracts
import FactoryLearningContracts

extension Fixtures {
  static let closedSets: [ClosedSet] = [
    ClosedSet(
      "PipelineStage", PipelineStage.self,
      ["intake", "scaffolding", "building", "testing", "review", "staging", "production", "published"]),
    ClosedSet("PipelineStatus", PipelineStatus.self, ["active", "paused", "completed", "failed", "archived"]),
    ClosedSet("BlockerInfo.blockerType", BlockerType.self, ["task", "stage", "agent", "dependency"]),
    ClosedSet("Priority", Priority.self, ["critical", "high", "medium", "low"]),
    ClosedSet(
      "PipelineTemplate", PipelineTemplate.self, ["mcp-server-standard", "mcp-server-minimal", "mcp-server-enterprise"]),
    ClosedSet("StageStatus", StageStatus.self, ["pending", "active", "completed", "skipped", "failed"]),
    ClosedSet("PipelineStageRecord.approvalType", StageApprovalType.self, ["manual", "auto", "conditional"]),
    ClosedSet(
      "ValidationRule.type", ValidationRuleType.self,
      ["test_coverage", "tests_passing", "required_asset", "approval_count", "custom"]),
    ClosedSet("TaskType", TaskType.self, ["approval", "review", "decision", "manual_action", "fix_required"]),
    ClosedSet(
      "TaskStatus", TaskStatus.self, ["pending", "claimed", "in_progress", "completed", "expired", "escalated"]),
    ClosedSet("TaskDecision", TaskDecision.self, ["approved", "rejected", "deferred", "escalated"]),
    ClosedSet("DiffFile.status", DiffFileStatus.self, ["added", "modified", "deleted", "renamed"]),
    ClosedSet("ApprovalType", ApprovalType.self, ["stage_gate", "deploy", "code_review", "manual_check"]),
    ClosedSet("ApprovalStatus", ApprovalStatus.self, ["pending", "approved", "rejected", "expired"]),
    ClosedSet("AgentType", AgentType.self, ["ai_builder", "test_runner", "deployer", "monitor"]),
    ClosedSet("AgentStatus", AgentStatus.self, ["idle", "active", "error", "offline"]),
    ClosedSet("AssetType", AssetType.self, ["code", "config", "docs", "build", "test_report", "screenshot"]),
    ClosedSet("Asset.generatorType", AssetGenerator.self, ["user", "agent", "ci"]),
    ClosedSet(
      "NotificationType", NotificationType.self,
      [
        "task_assigned", "approval_pending", "sla_warning", "sla_breach", "deploy_status", "pipeline_completed",
        "agent_error", "feedback_processed",
      ]),
    ClosedSet("NotificationChannel", NotificationChannel.self, ["dashboard", "discord", "email", "sms", "push"]),
    ClosedSet("AuditEntry.actorType", ActorType.self, ["user", "agent", "system", "webhook"]),
    ClosedSet("Role", Role.self, ["owner", "admin", "operator", "viewer", "agent"]),
    ClosedSet(
      "Scope", Scope.self,
      [
        "pipelines:read", "pipelines:write", "tasks:read", "tasks:approve", "tasks:reject", "deploy:staging",
        "deploy:production", "agents:manage", "assets:read", "assets:write", "audit:read", "feedback:read",
        "feedback:write", "learning:read", "learning:write",
      ]),
    ClosedSet(
      "ErrorCode", ErrorCode.self,
      [
        "BAD_REQUEST", "VALIDATION_ERROR", "UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "CONFLICT", "GONE", "RATE_LIMITED",
        "INTERNAL_ERROR", "SERVICE_UNAVAILABLE", "TIMEOUT",
      ]),
    ClosedSet("BulkTaskBody.action", BulkAction.self, ["approve", "reject", "defer"]),
    ClosedSet("DeployPayload.target", DeployTarget.self, ["staging", "production"]),
    ClosedSet("DeployPayload.status", DeployStatus.self, ["started", "succeeded", "failed"]),
    ClosedSet("FactoryModalContext.theme", ModalTheme.self, ["dark", "light"]),
    ClosedSet("ModalMetrics.deviceType", ModalDevice.self, ["desktop", "mobile"]),
    ClosedSet("ModalClose.reason", ModalCloseReason.self, ["cancelled", "timeout", "error"]),
    ClosedSet(
      "DecisionFeedback.decision", FeedbackDecision.self, ["approved", "rejected", "needs_work", "deferred", "skipped"]),
    ClosedSet("DecisionFeedback.severity", FeedbackSeverity.self, ["minor", "moderate", "major", "critical"]),
    ClosedSet(
      "QualityDimension", QualityDimension.self,
      [
        "code_quality", "design_aesthetics", "design_ux", "test_coverage", "documentation", "architecture",
        "error_handling", "performance", "security", "creativity", "completeness", "naming", "dx",
      ]),
    ClosedSet("ComparisonFeedback.preferred", ComparisonPreference.self, ["A", "B", "neither", "both_good"]),
    ClosedSet(
      "ComparisonFeedback.preferenceStrength", PreferenceStrength.self,
      ["slight", "moderate", "strong", "overwhelming"]),
    ClosedSet("ComparisonFeedback.perDimension.winner", ComparisonWinner.self, ["A", "B", "tie"]),
    ClosedSet("Annotation.type", AnnotationType.self, ["praise", "criticism", "question", "suggestion"]),
    ClosedSet("Annotation.severity", AnnotationSeverity.self, ["nit", "minor", "major", "critical"]),
    ClosedSet("ConfidenceFeedback.zone", ConfidenceZone.self, ["guess", "educated_guess", "confident", "certain"]),
    ClosedSet("BatchDecision.decision", BatchVerdict.self, ["approve", "reject", "love", "skip"]),
    ClosedSet(
      "TemperatureFeedback.zone", TemperatureZone.self, ["freezing", "cold", "lukewarm", "warm", "hot", "blazing"]),
    ClosedSet("RetrospectiveNote.priority", RetrospectivePriority.self, ["urgent", "important", "idea"]),
    ClosedSet(
      "WorkProductRef.type", WorkProductType.self,
      ["mcp_server", "code_module", "design", "test_suite", "documentation", "pipeline_config"]),
    ClosedSet("EnrichedMeta.timeOfDay", TimeOfDay.self, ["morning", "afternoon", "evening", "night"]),
    ClosedSet("ValidationResult.error.type", FeedbackFaultType.self, ["schema", "orphaned", "range", "duplicate"]),
    ClosedSet("DimensionTrend.trend", Trend.self, ["improving", "stable", "declining"]),
    ClosedSet(
      "Anomaly.type", AnomalyType.self,
      ["approval_rate_drop", "score_spike", "new_rejection_pattern", "calibration_drift"]),
    ClosedSet("Anomaly.severity", AnomalySeverity.self, ["info", "warning", "critical"]),
    ClosedSet(
      "CandidateRule.source", RuleSource.self, ["feedback_pattern", "rejection_analysis", "comparison", "annotation"]),
    ClosedSet("PredictionResponse.predictedDecision", PredictedDecision.self, ["approve", "reject", "needs_work"]),
    ClosedSet("QualityStandardsFile.confidence", DataConfidence.self, ["low", "medium", "high"]),
    ClosedSet(
      "ImprovementLogEntry.changes.type", ImprovementType.self,
      ["rule_added", "threshold_adjusted", "calibration_updated", "format_changed", "autonomy_level_changed"]),
    ClosedSet("Job.kind", JobKind.self, ["build", "test", "deploy", "scaffold", "health"]),
    ClosedSet("Job.status", JobStatus.self, ["queued", "running", "succeeded", "failed", "canceled"]),
    ClosedSet("LogEntry.level", LogSeverity.self, ["debug", "info", "warn", "error", "fatal"]),
    ClosedSet("LogEntry.service", LogService.self, ["api", "mcp-server", "learning", "ws", "worker"]),
  ]
}
