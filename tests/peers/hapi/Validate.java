import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CachingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.utilities.npm.NpmPackage;

/** Judges resources offline: java -cp 'DIR/*' Validate.java PACKAGE.tgz, then a line "FILE TAB PROFILE" for each.
 *  Answers one line for each: its first error, "place :: words", or "ok". */
public class Validate {
  private static final List<String> LOADED =
      List.of("StructureDefinition", "CodeSystem", "ValueSet", "Questionnaire", "ConceptMap");

  public static void main(String[] arguments) throws Exception {
    FhirContext context = FhirContext.forR4();
    PrePopulatedValidationSupport own = new PrePopulatedValidationSupport(context);
    NpmPackage alliance = NpmPackage.fromPackage(new FileInputStream(arguments[0]));
    for (String type : LOADED) {
      for (String file : alliance.listResources(type)) {
        own.addResource(context.newJsonParser().parseResource(alliance.load("package", file)));
      }
    }
    ValidationSupportChain chain = new ValidationSupportChain(
        own,
        new DefaultProfileValidationSupport(context),
        new CommonCodeSystemsTerminologyService(context),
        new InMemoryTerminologyServerValidationSupport(context),
        new SnapshotGeneratingValidationSupport(context));
    FhirInstanceValidator instance = new FhirInstanceValidator(new CachingValidationSupport(chain));
    instance.setNoExtensibleWarnings(true);
    instance.setErrorForUnknownProfiles(false);
    FhirValidator validator = context.newValidator();
    validator.registerValidatorModule(instance);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] wanted = line.split("\t", -1);
      out.println(verdict(validator, Files.readString(Path.of(wanted[0])), wanted[1]));
    }
  }

  private static String verdict(FhirValidator validator, String resource, String profile) {
    ValidationOptions options = new ValidationOptions();
    if (!profile.isEmpty()) {
      options.addProfile(profile);
    }
    try {
      for (SingleValidationMessage one : validator.validateWithResult(resource, options).getMessages()) {
        if (one.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal()) {
          return (one.getLocationString() + " :: " + one.getMessage()).replaceAll("\\s+", " ");
        }
      }
      return "ok";
    } catch (RuntimeException err) {
      return "unreadable :: " + err.toString().replaceAll("\\s+", " ");
    }
  }
}
